#include "analysis/model/calibration.hpp"

namespace wvagate {

std::string_view left_out_name(LeftOut reason) {
  switch (reason) {
    case LeftOut::idle:
      return "idle";
    case LeftOut::unmeasured:
      return "unmeasured";
    case LeftOut::no_load:
      return "no_load";
    case LeftOut::no_replicas:
      return "no_replicas";
    case LeftOut::no_tokens:
      return "no_tokens";
    case LeftOut::no_batch:
      return "no_batch";
    case LeftOut::replica_change:
      return "replica_change";
    case LeftOut::overload:
      return "overload";
    case LeftOut::outlier:
      return "outlier";
    case LeftOut::count:
      break;
  }
  return "unknown";
}

std::string_view describe(LeftOut reason) {
  switch (reason) {
    case LeftOut::idle:
      return "idle";
    case LeftOut::unmeasured:
      return "without a measured latency";
    case LeftOut::no_load:
      return "with a latency but no arrival rate";
    case LeftOut::no_replicas:
      return "without replicas that ran";
    case LeftOut::no_tokens:
      return "without usable token counts";
    case LeftOut::no_batch:
      return "without a usable batch limit";
    case LeftOut::replica_change:
      return "within a cycle of a rise in replicas";
    case LeftOut::overload:
      return "overloaded";
    case LeftOut::outlier:
      return "too far from the fit";
    case LeftOut::count:
      break;
  }
  return "unknown";
}

std::string_view parameter_name(Parameter parameter) {
  constexpr std::string_view kNames[] = {"alpha", "beta", "gamma", "delta"};
  return kNames[static_cast<std::size_t>(parameter)];
}

double& parameter_of(PerfParameters& parameters, Parameter parameter) {
  double* const values[] = {&parameters.alpha, &parameters.beta, &parameters.gamma, &parameters.delta};
  return *values[static_cast<std::size_t>(parameter)];
}

double parameter_of(const PerfParameters& parameters, Parameter parameter) {
  PerfParameters copy = parameters;
  return parameter_of(copy, parameter);
}

std::string_view status_name(ParameterStatus status) {
  switch (status) {
    case ParameterStatus::fitted:
      return "fitted";
    case ParameterStatus::near_zero:
      return "near_zero";
    case ParameterStatus::not_measured:
      return "not_measured";
    case ParameterStatus::load_constant:
      return "load_constant";
    case ParameterStatus::uncertain:
      return "uncertain";
    case ParameterStatus::contradicted:
      return "contradicted";
  }
  return "unknown";
}

std::string_view describe(ParameterStatus status) {
  switch (status) {
    case ParameterStatus::fitted:
      return "is fitted";
    case ParameterStatus::near_zero:
      return "is fitted, and cannot be told from 0";
    case ParameterStatus::not_measured:
      return "cannot be told, for nothing that it acts on was measured: kept";
    case ParameterStatus::load_constant:
      return "cannot be told, for the load did not vary: kept";
    case ParameterStatus::uncertain:
      return "cannot be told from these samples: kept";
    case ParameterStatus::contradicted:
      return "cannot be told, for the load did not vary, but the one in force does not fit";
  }
  return "is unknown";
}

std::string_view verdict_reason_name(VerdictReason reason) {
  switch (reason) {
    case VerdictReason::beats_in_force:
      return "beats_in_force";
    case VerdictReason::too_few_samples:
      return "too_few_samples";
    case VerdictReason::no_parameters_in_force:
      return "no_parameters_in_force";
    case VerdictReason::online_tuner:
      return "online_tuner";
    case VerdictReason::load_did_not_vary:
      return "load_did_not_vary";
    case VerdictReason::does_not_beat_in_force:
      return "does_not_beat_in_force";
    case VerdictReason::gain_too_small:
      return "gain_too_small";
  }
  return "unknown";
}

std::string_view describe(VerdictReason reason) {
  switch (reason) {
    case VerdictReason::beats_in_force:
      return "out of sample the fit predicts better than the parameters in force";
    case VerdictReason::too_few_samples:
      return "too few usable samples to fit and to check the fit";
    case VerdictReason::no_parameters_in_force:
      return "the log has no parameters in force to compare with";
    case VerdictReason::online_tuner:
      return "the online tuner sets the parameters, and would overwrite these";
    case VerdictReason::load_did_not_vary:
      return "the load did not vary, so that its cost cannot be told";
    case VerdictReason::does_not_beat_in_force:
      return "out of sample the fit does not predict better than the parameters in force";
    case VerdictReason::gain_too_small:
      return "out of sample the fit predicts hardly better than the parameters in force";
  }
  return "unknown";
}

}  // namespace wvagate
