#pragma once

#include <map>
#include <span>
#include <string>

#include "analysis/core/result.hpp"
#include "analysis/model/what_if.hpp"

namespace wvagate::store {

/// Parameters by accelerator; "" are those of every accelerator that is not named.
using ParametersByAccelerator = std::map<std::string, ParameterOverrides>;

/// Reads "alpha=7.5,beta=0.04" or "H100:alpha=7.5,…" into `all`. Fails for an unknown name or what is no
/// number.
Status parse_parameters(const std::string& option, const std::string& text, ParametersByAccelerator& all);

/// Reads a file of parameters, YAML or JSON: a VariantAutoscaling resource (or its perfParms block:
/// decodeParms and prefillParms, with the accelerator from "acc"), or alpha…delta themselves, alone or under
/// an accelerator's name. Fails with file and line where it cannot be read or holds none.
Result<ParametersByAccelerator> read_parameters_file(const std::string& path);

/// An accelerator of a VariantAutoscaling's model profile.
struct AcceleratorParameters {
  std::string accelerator;
  PerfParameters parameters;
};

/// The `accelerators` list of a VariantAutoscaling's model profile with its perfParms, as YAML; the numbers
/// are strings, as the resource has them.
std::string parameters_yaml(std::span<const AcceleratorParameters> all);

}  // namespace wvagate::store
