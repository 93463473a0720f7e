# SPDX-License-Identifier: Apache-2.0
# System packages (Debian 12). Each is used by one layer; see design notes in docs/architecture.md.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

# SystemC has no CMake package; it is packaged as C++17, and SC_CPLUSPLUS tells its headers so.
pkg_check_modules(SYSTEMC REQUIRED IMPORTED_TARGET systemc)
add_library(npusim_systemc INTERFACE)
target_include_directories(npusim_systemc SYSTEM INTERFACE ${SYSTEMC_INCLUDE_DIRS})
target_link_libraries(npusim_systemc INTERFACE ${SYSTEMC_LINK_LIBRARIES} Threads::Threads)
target_compile_definitions(npusim_systemc INTERFACE SC_CPLUSPLUS=201703L SC_INCLUDE_DYNAMIC_PROCESSES)
add_library(npusim::systemc ALIAS npusim_systemc)

find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(HDF5 REQUIRED COMPONENTS C)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(LIBDEFLATE REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(LIBDW REQUIRED IMPORTED_TARGET libdw)
pkg_check_modules(LIBSECCOMP REQUIRED IMPORTED_TARGET libseccomp)
