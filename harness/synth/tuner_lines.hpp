#pragma once

#include "harness/synth/log_writer.hpp"

namespace wvagate::synth {

/// What the online tuner makes of a variant's cycle, in the words that text and json logs share, ending with
/// the parameters in force. Nothing of a sample without parameters.
void write_tuner(const LoggedSample& logged, TimePoint time, CycleContext& context);

}  // namespace wvagate::synth
