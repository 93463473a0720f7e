// SPDX-License-Identifier: Apache-2.0
// Launch expressions become C++; everything else of a source stays as it is.
#include "sim/build/launch_text.h"

#include "tests/support/catch.h"

using namespace npusim;

TEST_CASE("a launch expression becomes one that a host compiler accepts, on the same lines",
          "[sim][launch]") {
  CHECK(for_host_compiler("void f() {\n  k<A<B<int>>>\n    <<<8, nullptr, s>>>(x);\n}\n") ==
        "void f() {\n  k<A<B<int>>>\n    ->*::npusim::launch::on(8, nullptr, s)(x);\n}\n");
  CHECK(for_host_compiler("k<<<1, 0, s>>>(a); k<<<n(2), 0, s>>>(b);") ==
        "k->*::npusim::launch::on(1, 0, s)(a); k->*::npusim::launch::on(n(2), 0, s)(b);");
}

TEST_CASE("a source without launches is not rewritten", "[sim][launch]") {
  CHECK(for_host_compiler("template <class T> A<B<C<T>>> f(); int x = 1 << 2 >> 1;").empty());
  CHECK(for_host_compiler("// k<<<1, 0, s>>>(a)\n/* <<< >>> */ const char* s = \"<<<\\\">>>\";")
            .empty());
}

TEST_CASE("comments, literals and digit separators between launches stay", "[sim][launch]") {
  CHECK(for_host_compiler("int n = 1'000; k<<<n, 0, s>>>('\\'', \">>>\"); // <<<") ==
        "int n = 1'000; k->*::npusim::launch::on(n, 0, s)('\\'', \">>>\"); // <<<");
}

TEST_CASE("words and assembly of the device's compiler become what a host compiler accepts",
          "[sim][launch]") {
  CHECK(for_host_compiler(
            "static [aicore] void f();\n[ host, aicore ] int g(int a[aicore_count]);") ==
        "static  void f();\n int g(int a[aicore_count]);");
  CHECK(for_host_compiler("uint64_t t; asm volatile(\"MOV %0, SYS_CNT\\n\" : \"+l\"(t)); f(t);") ==
        "uint64_t t; t = get_sys_cnt(); f(t);");
  CHECK(for_host_compiler("asm(\"MOV %0, PC\" : \"=l\"(pc));") == "pc = get_pc();");
  CHECK(for_host_compiler("asm volatile(\"\" ::: \"memory\"); my_asm(1);").empty());
}
