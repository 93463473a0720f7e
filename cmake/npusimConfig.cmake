# SPDX-License-Identifier: Apache-2.0
# find_package(npusim): the imported executable npusim::npusim, and tests of programs.
#
#   npusim_add_program_test(NAME DIR [OPTIONS ...] [TIMEOUT SECONDS])
#
# adds a test that runs the program in DIR against its expect.json (see `npusim suite --help`); OPTIONS
# are those of npusim suite.
get_filename_component(npusim_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
if(NOT TARGET npusim::npusim)
  add_executable(npusim::npusim IMPORTED)
  set_target_properties(npusim::npusim PROPERTIES IMPORTED_LOCATION "${npusim_prefix}/bin/npusim")
endif()

function(npusim_add_program_test NAME DIR)
  cmake_parse_arguments(TEST "" "TIMEOUT" "OPTIONS" ${ARGN})
  get_filename_component(program "${DIR}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
  if(NOT EXISTS "${program}/kernel_config.py")
    message(FATAL_ERROR "npusim_add_program_test(${NAME}): no kernel_config.py in ${program}")
  endif()
  add_test(NAME ${NAME} COMMAND npusim::npusim suite "${program}" --quiet --jobs 1 ${TEST_OPTIONS})
  if(TEST_TIMEOUT)
    set_tests_properties(${NAME} PROPERTIES TIMEOUT ${TEST_TIMEOUT})
  endif()
endfunction()
