#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every instruction of the public tile ISA compiles in a kernel; one that is not modelled stops the
run when it is reached, by name and with status 68."""
import json
import re

import npusim_runner
from npusim_runner import ROOT, Scenario, replace_in

# The names of the a2a3 tile ISA, family by family (tile-isa.md section 3.1), written down apart from
# the tables that the headers are made from.
ISA = """
TLOAD TPREFETCH TPREFETCH_ASYNC TSTORE TSTORE_FP MGATHER MSCATTER
TMOV TMOV_FP TEXTRACT TEXTRACT_FP TINSERT TINSERT_FP TASSIGN TRESHAPE TSUBVIEW TTRANS TCONCAT
TFILLPAD TFILLPAD_EXPAND TFILLPAD_INPLACE TIMG2COL SETFMATRIX SET_IMG2COL_RPT SET_IMG2COL_PADDING
TGET_SCALE_ADDR
TADD TSUB TMUL TMAX TMIN TDIV TAND TOR TXOR TSHL TSHR TREM TFMOD TPOW TPRELU TCMP TSEL TADDC TSUBC
TMULADDDST TFUSEDMULADD TFUSEDMULADDRELU TSUBRELU TADDRELUCONV TSUBRELUCONV TADDDEQRELU
TPARTADD TPARTMUL TPARTMAX TPARTMIN TPARTARGMAX TPARTARGMIN TINTERLEAVE TDEINTERLEAVE
TADDS TMULS TMAXS TMINS TSUBS TDIVS TANDS TORS TSHLS TSHRS TXORS TREMS TFMODS TPOWS TLRELU TAXPY
TADDSC TSUBSC TCMPS TSELS TEXPANDS
TEXP TLOG TSQRT TRSQRT TRECIP TABS TRELU TNEG TNOT TCVT
TROWSUM TROWMAX TROWMIN TROWPROD TROWARGMAX TROWARGMIN
TCOLSUM TCOLMAX TCOLMIN TCOLPROD TCOLARGMAX TCOLARGMIN TPAIRREDUCESUM
TROWEXPAND TROWEXPANDADD TROWEXPANDSUB TROWEXPANDMUL TROWEXPANDDIV TROWEXPANDMAX TROWEXPANDMIN
TROWEXPANDEXPDIF
TCOLEXPAND TCOLEXPANDADD TCOLEXPANDSUB TCOLEXPANDMUL TCOLEXPANDDIV TCOLEXPANDMAX TCOLEXPANDMIN
TCOLEXPANDEXPDIF
TCI TTRI TGATHER TGATHERB TSCATTER TSORT32 TMRGSORT
TMATMUL TMATMUL_ACC TMATMUL_BIAS TGEMV TGEMV_ACC TGEMV_BIAS TMATMUL_MX TGEMV_MX
TQUANT TDEQUANT SET_QUANT_SCALAR SET_QUANT_VECTOR THISTOGRAM TRANDOM
TSYNC SYNCALL TALLOC TPUSH TPOP TFREE TPRINT
""".split()
COMMUNICATION = """
TPUT TGET TREDUCE TBROADCAST TGATHER TSCATTER TPUT_ASYNC TGET_ASYNC
""".split()
# What kernels call beside the ISA for transfers that outlive them, each with its arguments.
ASYNCHRONOUS = {
    "get_dma_workspace": "get_dma_workspace(args, DMA_WORKSPACE_URMA)",
    "get_async_ctx": "get_async_ctx(args)",
    "SdmaTget": "SdmaTget(a, b, a, x)",
    "send_request_entry": "send_request_entry(a, b)",
    "send_notification": "send_notification(x, 1, comm::NotifyOp::Set)",
}
HEADERS = ["backend/sdma/sdma_completion_kernel.h", "common/platform_config.h",
           "platform_comm/comm_context.h", "pto/common/fifo.hpp", "pto/comm/pto_comm_inst.hpp"]
# They bind an address, wait for events or print; no instruction.
NO_INSTRUCTION = {"TASSIGN", "TPRINT", "TRESHAPE", "TSUBVIEW", "TSYNC"}

BODY = "  // Both sets start free: nothing of them is being stored.\n"


def table(path, macro):
    return set(re.findall(rf"^{macro}\((\w+)\)", (ROOT / path).read_text(), re.MULTILINE))


# Those between cores are made of instructions and flags (pto/isa/queue.hpp), those of convolutions
# and quantisation of intrinsics (pto/isa/convolution.hpp, composed.hpp); a prefetch is a hint.
MODELLED = (table("pto/tile_op.def", "NPUSIM_TILE_OP") |
            {"SYNCALL", "TALLOC", "TPUSH", "TPOP", "TFREE", "TIMG2COL", "SETFMATRIX",
             "SET_IMG2COL_RPT", "SET_IMG2COL_PADDING", "TQUANT", "SET_QUANT_SCALAR",
             "SET_QUANT_VECTOR", "TPREFETCH_ASYNC"})


class IsaNames(Scenario):
    def test_every_name_is_modelled_or_listed_as_not_modelled(self):
        unmodelled = table("pto/isa/unmodelled.def", r"NPUSIM_UNMODELLED(?:_ABSENT)?")
        self.assertEqual(MODELLED & unmodelled, set())
        self.assertEqual(set(ISA) - MODELLED - unmodelled, NO_INSTRUCTION)
        self.assertEqual(unmodelled | MODELLED | NO_INSTRUCTION, set(ISA))

    def test_each_instruction_that_is_not_modelled_stops_the_run_by_name(self):
        """One kernel with all of them; its input says which one it reaches."""
        calls = [(name, f"{name}(a, b)") for name in ISA if name not in MODELLED | NO_INSTRUCTION]
        calls += [(name, f"comm::{name}(a, b)") for name in COMMUNICATION]
        calls += ASYNCHRONOUS.items()
        program = self.copy_of("examples/vector_add")
        cases = "".join(f"    case {number}: {call}; break;\n"
                        for number, (_, call) in enumerate(calls, 1))
        kernel = program / "kernels/aiv/add.cpp"
        replace_in(kernel, BODY, "  UbTile a, b;\n  TASSIGN(a, 0);\n  TASSIGN(b, 16384);\n"
                   f"  switch (static_cast<int>(x[0])) {{\n{cases}  }}\n" + BODY)
        replace_in(kernel, "#include <pto/pto-inst.hpp>",
                   "#include <pto/pto-inst.hpp>\n"
                   + "".join(f'#include "{header}"\n' for header in HEADERS))
        data_file = program / "data.json"
        data = json.loads(data_file.read_text())
        for number, (name, call) in enumerate(calls, 1):
            with self.subTest(call):
                data["args"][0]["init"] = {"fill": number}
                data_file.write_text(json.dumps(data))
                run = self.run_program(program, "--no-golden")
                self.assert_status(run, 68)
                self.assertEqual(run.report["verdict"], "inconclusive")
                self.assertIn(f"{name} is not modelled", run.text)

    def test_a_kernel_that_reaches_none_of_them_runs(self):
        program = self.copy_of("examples/vector_add")
        replace_in(program / "kernels/aiv/add.cpp", BODY,
                   "  UbTile a, b;\n  if (x[0] > 2) TPREFETCH(a, b);\n" + BODY)
        self.assert_status(self.run_program(program), 0)


if __name__ == "__main__":
    npusim_runner.main()
