// SPDX-License-Identifier: Apache-2.0
// What the host's platform library says of chips. Nothing of it is needed to compile a host part.
#pragma once
