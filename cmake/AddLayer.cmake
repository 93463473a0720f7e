# SPDX-License-Identifier: Apache-2.0
# add_layer(NAME SOURCES ... DEPENDS ...): a static library npusim_NAME, alias npusim::NAME, that
# carries the project's compile options.

# Same bits on every machine and compiler: no contraction, no fast-math, no -march=native.
add_library(npusim_options INTERFACE)
target_compile_features(npusim_options INTERFACE cxx_std_20)
target_compile_options(npusim_options INTERFACE -ffp-contract=off -fno-strict-aliasing)
target_include_directories(npusim_options INTERFACE ${PROJECT_SOURCE_DIR})
set(NPUSIM_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast
    -Wcast-qual -Wno-missing-field-initializers)
if(NPUSIM_WERROR)
  list(APPEND NPUSIM_WARNINGS -Werror)
endif()

function(add_layer NAME)
  cmake_parse_arguments(LAYER "" "" "SOURCES;DEPENDS" ${ARGN})
  add_library(npusim_${NAME} STATIC ${LAYER_SOURCES})
  add_library(npusim::${NAME} ALIAS npusim_${NAME})
  target_link_libraries(npusim_${NAME} PUBLIC npusim_options ${LAYER_DEPENDS})
  target_compile_options(npusim_${NAME} PRIVATE ${NPUSIM_WARNINGS})
endfunction()

# export_kernel_port(TARGET): loaded kernels and orchestrations find the model's functions in the
# executable, and the bundled tile library beside it. Nothing in it calls them, so the linker must be told to keep them: one symbol of each
# object file.
function(export_kernel_port TARGET)
  set_target_properties(${TARGET} PROPERTIES ENABLE_EXPORTS ON)
  target_link_libraries(${TARGET} PRIVATE npusim::pto)
  foreach(symbol npusim_set_flag __wrap_memcpy __tsan_init npusim_rt_submit npusim_native_exits)
    target_link_options(${TARGET} PRIVATE -Wl,--undefined=${symbol})
  endforeach()
endfunction()
