#include "harness/synth/tuner_lines.hpp"

#include "analysis/core/format.hpp"
#include "harness/synth/printed.hpp"

namespace wvagate::synth {
namespace {

/// Six decimals, as tuner lines have them, whatever the digits of the sample.
ParameterDigits six_decimals(const PerfParameters& parameters) {
  return {format_fixed(parameters.alpha, 6), format_fixed(parameters.beta, 6),
          format_fixed(parameters.gamma, 6), format_fixed(parameters.delta, 6)};
}

void write_accepted(const LoggedSample& logged, const ParameterDigits& digits, double nis, TimePoint time,
                    LogLines& lines) {
  const Sample& sample = logged.sample;
  lines.info(time, joined("Tuner validation succeeded for variant ", slashed(sample.variant), ", server ",
                          sample.variant, " - New NIS: ", format_fixed(nis, 6)));
  lines.debug(time, joined("Model tuner results: model=", sample.model, ", accelerator=", sample.accelerator,
                           ", ", parameter_list(digits), ", NIS=", format_fixed(nis, 2)));
  lines.debug(time, joined("Updated tuner status for variant ", name_of(sample.variant), ": ",
                           parameter_list(digits), ", NIS=", format_fixed(nis, 6)));
  lines.info(time, joined("Tuned performance parameters result: variant ", slashed(sample.variant), " - ",
                          parameter_list(digits, ": ")));
}

void write_rejected(const LoggedSample& logged, const ParameterDigits& digits, double nis, TimePoint time,
                    LogLines& lines) {
  const Sample& sample = logged.sample;
  const std::string short_nis = format_fixed(nis, 2);
  lines.warn(time,
             joined("Tuner validation failed (NIS=", short_nis,
                    "), validation error: normalized innovation squared (NIS=", short_nis,
                    ") exceeds threshold (7.38), rejecting update as outlier - returning previous state: ",
                    parameter_list(digits)));
  lines.warn(time, joined("Tuner NIS validation failed for variant ", slashed(sample.variant), ", server ",
                          sample.variant, " (NIS=", short_nis,
                          " exceeds threshold 7.38) - Keeping previous state: ", parameter_list(digits)));
  lines.info(time, joined("Keeping previous tuned parameters for variant ", slashed(sample.variant),
                          " due to NIS validation failure (NIS=", format_fixed(nis, 6), ")"));
  lines.debug(time, joined("Model tuner results: model=", sample.model, ", accelerator=", sample.accelerator,
                           ", ", parameter_list(digits), ", NIS=", short_nis));
  lines.debug(time, joined("Updated tuner status for variant ", name_of(sample.variant), ": ",
                           parameter_list(digits), ", NIS=", format_fixed(nis, 6)));
}

void write_untuned(const LoggedSample& logged, const ParameterDigits& digits, TimePoint time,
                   LogLines& lines) {
  const Sample& sample = logged.sample;
  lines.debug(time, joined("Skipping tuning for variant ", slashed(sample.variant),
                           " due to insufficient load. Using fallback parameters."));
  lines.info(time, joined("Using tuned parameters from status for variant ", slashed(sample.variant)));
  lines.debug(time, joined("Updated SystemData for model=", sample.model,
                           ", accelerator=", sample.accelerator, ": ", parameter_list(digits)));
}

}  // namespace

void write_tuner(const LoggedSample& logged, TimePoint time, CycleContext& context) {
  const Sample& sample = logged.sample;
  if (!sample.parameters) return;
  LogLines& lines = context.lines;
  const ParameterDigits digits = six_decimals(*sample.parameters);
  const auto known = context.tuned.find(sample.variant);
  const ParameterDigits before = known == context.tuned.end() ? digits : known->second;
  lines.debug(time, joined("Using state vals from VA status to tune variant ", name_of(sample.variant), ": ",
                           parameter_list(before, "= ")));
  lines.debug(time, joined("[Tuner Config] variant=", slashed(sample.variant), " | Initial state: ",
                           parameter_list(before), " | SLO targets: TTFT=", format_fixed(sample.slo.ttft, 2),
                           "ms, ITL=", format_fixed(sample.slo.itl, 2),
                           "ms | Has covariance=", known == context.tuned.end() ? "false" : "true"));
  if (!sample.tuner) {
    write_untuned(logged, digits, time, lines);
  } else if (sample.tuner->accepted) {
    write_accepted(logged, digits, sample.tuner->nis.value_or(0), time, lines);
  } else {
    write_rejected(logged, digits, sample.tuner->nis.value_or(0), time, lines);
  }
  context.tuned.insert_or_assign(std::string(sample.variant), digits);
}

}  // namespace wvagate::synth
