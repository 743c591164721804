#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/synth/logged_cycle.hpp"

/// The structures that several dialects print alike.
namespace wvagate::synth {

/// The parts, one behind the other.
template <typename... Parts>
std::string joined(const Parts&... parts) {
  const std::string_view views[] = {std::string_view(parts)...};
  std::size_t size = 0;
  for (const std::string_view view : views)
    size += view.size();
  std::string text;
  text.reserve(size);
  for (const std::string_view view : views)
    text += view;
  return text;
}

/// "NAME" and "NAMESPACE" of "NAME:NAMESPACE".
std::string_view name_of(std::string_view full_name);
std::string_view namespace_of(std::string_view full_name);
/// "NAME/NAMESPACE", as tuner lines have it.
std::string slashed(std::string_view full_name);

/// Replicas wanted and running, as they are printed.
std::string wanted_replicas(const LoggedSample& logged);
std::string running_replicas(const LoggedSample& logged);
/// "scale-up", "scale-down" or "no-change".
std::string_view action_of(const LoggedSample& logged);

/// "alpha=…, beta=…, gamma=…, delta=…" with `sign` between name and number.
std::string parameter_list(const std::array<Digits, 4>& digits, std::string_view sign = "=");

/// "[  {   name: …, currentAlloc: { … } } ]": the observations.
std::string printed_servers(const std::vector<LoggedSample>& samples);
/// "[  {   name: MODEL, acc: …, decodeParms: { … } } ]": the parameters of each model on each accelerator.
std::string printed_models(const std::vector<LoggedSample>& samples);
/// "[  {   name: ACCELERATOR, … } ]" and "[  {   name: CLASS, … } ]".
std::string printed_accelerators(const std::vector<LoggedSample>& samples);
std::string printed_service_classes(const std::vector<LoggedSample>& samples);
/// "Solution: \n s=…; … \nAllocationByType: …".
std::string printed_solution(const std::vector<const LoggedSample*>& samples);

/// "{H100 1 512 100 7.514 15.415337 {0 0 0}}": an allocation as Go prints the struct.
std::string printed_allocation(const LoggedSample& logged);

/// The name that a cluster knows an accelerator by, "NVIDIA-H100-80GB-HBM3" for "H100"; itself where unknown.
std::string_view accelerator_type(std::string_view accelerator);

/// Whether any sample of the cycle was solved.
bool any_solved(const std::vector<LoggedSample>& samples);

}  // namespace wvagate::synth
