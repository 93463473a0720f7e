# SPDX-License-Identifier: Apache-2.0
# cpack -G DEB: a Debian package of the installation. What it needs of other packages is found from the
# binaries; the compiler and Python run programs, so they are named.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME npusim)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "npusim developers <npusim@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Simulator of the a2a3 NPU that runs kernels and finds races")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR})
set(CPACK_DEBIAN_PACKAGE_DEPENDS "g++, python3")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_STRIP_FILES ON)
include(CPack)
