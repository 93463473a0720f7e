# SPDX-License-Identifier: Apache-2.0
"""What the kernel_config.py of all twins have in common."""
from pathlib import Path

RUNTIME_CONFIG = {"runtime": "tensormap_and_ringbuffer", "aicpu_thread_num": 4, "block_dim": 24}


def litmus(config, aic=(), aiv=(), orchestration="orchestration.cpp"):
    """RUNTIME_CONFIG, ORCHESTRATION, KERNELS and DATA of the twin whose kernel_config.py is `config`.

    Sources are relative to the litmus, the folder above the twin's. func_ids count the aic kernels
    first, then the aiv kernels, in the order given.
    """
    twin = Path(config).parent
    folder = twin.parent
    include_dirs = [str(folder.parent / "twin" / twin.name)]
    sources = [("aic", source) for source in aic] + [("aiv", source) for source in aiv]
    kernels = [{"func_id": func_id, "name": Path(source).stem, "core_type": core_type,
                "source": str(folder / source), "extra_include_dirs": include_dirs}
               for func_id, (core_type, source) in enumerate(sources)]
    return (RUNTIME_CONFIG,
            {"source": str(folder / orchestration), "function_name": "aicpu_orchestration_entry",
             "extra_include_dirs": include_dirs},
            kernels,
            str(folder / "data.json"))


def launched(config, args, blocks=1, aic_to_aiv=(1, 2), source="kernel.cpp"):
    """RUNTIME_CONFIG, LAUNCHES and DATA of a twin across cores: `kernel` of the source is launched."""
    twin = Path(config).parent
    folder = twin.parent
    launch = {"source": str(folder / source), "function": "kernel", "core_type": "mix",
              "aic_to_aiv": list(aic_to_aiv), "blocks": blocks, "args": list(args),
              "include_dirs": [str(folder.parent / "twin" / twin.name)]}
    return {"runtime": "launch"}, [launch], str(folder / "data.json")
