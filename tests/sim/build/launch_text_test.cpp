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

TEST_CASE("a number that is cast to a pointer into UB becomes an address there", "[sim][launch]") {
  CHECK(for_host_compiler("auto* p = reinterpret_cast<__ubuf__ int32_t*>(0x1000);") ==
        "auto* p = ::npusim::launch::ub_cast<__ubuf__ int32_t*>(0x1000);");
  CHECK(for_host_compiler("f(reinterpret_cast< const __ubuf__ T<1>* >(a));") ==
        "f(::npusim::launch::ub_cast< const __ubuf__ T<1>* >(a));");
  CHECK(for_host_compiler("reinterpret_cast<__gm__ int*>(0); my_reinterpret_cast<__ubuf__ T>(0);")
            .empty());
}

TEST_CASE("includes by a name in quotes are found where they stand", "[sim][launch]") {
  const std::string source = "#include <a>\n  # include \"b/c.h\" // x\nint i; #include \"d\"\n";
  const std::vector<Include> includes = own_includes(source);
  REQUIRE(includes.size() == 1);
  CHECK(includes[0].name == "b/c.h");
  CHECK(source.substr(includes[0].at, 5) == "b/c.h");
}

TEST_CASE("the parameter that is marked as the library's workspace is found", "[sim]") {
  const std::string source =
      "void other(__kfc_workspace__ GM_ADDR w);\n"
      "template <int kN>\n__global__ void product(GM_ADDR a, std::map<int, int> b,\n"
      "  __kfc_workspace__ GM_ADDR workspace, Tiling tiling) { product_of(a, workspace); }\n";
  CHECK(workspace_parameter(source, "product<128>") == 2);
  CHECK(workspace_parameter(source, "ops::other") == 0);
  CHECK(!workspace_parameter(source, "product_of"));
  CHECK(!workspace_parameter("void product(GM_ADDR workspace);", "product"));
}
