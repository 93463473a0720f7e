# SPDX-License-Identifier: Apache-2.0
# cmake --install: bin/npusim, and in share/npusim what it needs at run time, laid out as in the source
# tree (sim/program/installation.h): headers that kernels include, programs, the config reader.
install(TARGETS npusim RUNTIME DESTINATION bin)
install(DIRECTORY pto DESTINATION share/npusim
        FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp" PATTERN "*.def")
install(DIRECTORY models/arch DESTINATION share/npusim/models
        FILES_MATCHING PATTERN "*.h" PATTERN "*.def")
install(FILES sim/program/read_kernel_config.py DESTINATION share/npusim/sim/program)
install(DIRECTORY kernels DESTINATION share/npusim PATTERN "__pycache__" EXCLUDE)
install(FILES LICENSE README.md DESTINATION share/doc/npusim)
install(DIRECTORY docs/ DESTINATION share/doc/npusim/docs)
