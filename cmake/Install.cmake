# SPDX-License-Identifier: Apache-2.0
# cmake --install: bin/npusim with the bundled tile library in lib/npusim, and in share/npusim what it
# needs at run time, laid out as in the source tree (sim/program/installation.h): headers that kernels
# include, programs, the config reader.
install(TARGETS npusim npusim_pto RUNTIME DESTINATION bin LIBRARY DESTINATION lib/npusim)
install(DIRECTORY cce pto DESTINATION share/npusim
        FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp" PATTERN "*.def" PATTERN "*.map")
install(DIRECTORY models/arch DESTINATION share/npusim/models
        FILES_MATCHING PATTERN "*.h" PATTERN "*.def")
install(FILES sim/program/read_kernel_config.py DESTINATION share/npusim/sim/program)
install(DIRECTORY kernels DESTINATION share/npusim PATTERN "__pycache__" EXCLUDE)
install(FILES LICENSE README.md DESTINATION share/doc/npusim)
install(DIRECTORY docs/ DESTINATION share/doc/npusim/docs)

# What the installed binary writes about itself: completion, where bash-completion looks for it, and, if
# help2man is there, a manual page.
install(CODE [[
  set(root "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}")
  file(MAKE_DIRECTORY "${root}/share/bash-completion/completions")
  execute_process(COMMAND "${root}/bin/npusim" completion bash COMMAND_ERROR_IS_FATAL ANY
                  OUTPUT_FILE "${root}/share/bash-completion/completions/npusim")
  find_program(HELP2MAN help2man)
  if(HELP2MAN)
    file(MAKE_DIRECTORY "${root}/share/man/man1")
    execute_process(COMMAND "${HELP2MAN}" --no-info --name
                            "run NPU kernels on a model, find missing synchronisation"
                            --output "${root}/share/man/man1/npusim.1" "${root}/bin/npusim"
                    COMMAND_ERROR_IS_FATAL ANY)
  endif()
]])

# find_package(npusim) of projects that test their kernels with it.
include(CMakePackageConfigHelpers)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/npusimConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES cmake/npusimConfig.cmake ${PROJECT_BINARY_DIR}/npusimConfigVersion.cmake
        DESTINATION lib/cmake/npusim)
