#include "harness/synth/printed.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "analysis/core/format.hpp"

namespace wvagate::synth {
namespace {

/// An accelerator in the controller's configuration.
struct CatalogueEntry {
  std::string_view name;
  std::string_view type;
  std::string_view cost;
};
constexpr CatalogueEntry kCatalogue[] = {
    {"A100", "NVIDIA-A100-PCIE-80GB", "40"},  {"G2", "Intel-Gaudi-2-96GB", "23"},
    {"H100", "NVIDIA-H100-80GB-HBM3", "100"}, {"L40S", "NVIDIA-L40S", "32"},
    {"MI300X", "AMD-MI300X-192GB", "65"},
};

std::string number(std::optional<double> value) {
  return format_float32(value.value_or(0));
}

std::string_view or_zero(std::string_view digits) {
  return digits.empty() ? "0" : digits;
}

/// Cost rate of one replica.
std::string unit_cost(const LoggedSample& logged) {
  const Sample& sample = logged.sample;
  const double replicas = running_replicas(sample).value_or(0);
  return number(replicas > 0 ? observation_in(sample).cost.value_or(0) / replicas : 0);
}

std::string printed_server(const LoggedSample& logged) {
  const Sample& sample = logged.sample;
  const SampleDigits& digits = logged.digits;
  const std::string batch =
      digits.max_batch.empty() ? number(observation_in(sample).max_batch) : std::string(digits.max_batch);
  return joined(
      "{   name: ", sample.variant, ",   class: ", sample.service_class, ",   model: ", sample.model,
      ",   keepAccelerator: true,   minNumReplicas: ", number(sample.bounds.min_replicas),
      ",   maxBatchSize: ", batch, ",   currentAlloc: {    accelerator: ", sample.accelerator,
      ",    numReplicas: ", or_zero(digits.current_replicas),
      ",    maxBatch: ", number(observation_in(sample).max_batch), ",    cost: ", or_zero(digits.cost),
      ",    itlAverage: ", or_zero(digits.itl), ",    ttftAverage: ", or_zero(digits.ttft),
      ",    load: {     arrivalRate: ", or_zero(digits.rate),
      ",     avgInTokens: ", or_zero(digits.in_tokens), ",     avgOutTokens: ", or_zero(digits.out_tokens),
      "    }   },   desiredAlloc: {    accelerator: ,    numReplicas: 0,    maxBatch: 0,    cost: 0,    "
      "itlAverage: 0,    ttftAverage: 0,    load: {     arrivalRate: 0,     avgInTokens: 0,     "
      "avgOutTokens: 0    }   }  }");
}

/// "[  ITEM,  ITEM ]", and "[]" of nothing.
std::string printed_list(const std::vector<std::string>& items) {
  if (items.empty()) return "[]";
  std::string list = "[";
  for (const std::string& item : items)
    list += (list.size() > 1 ? ",  " : "  ") + item;
  return list + " ]";
}

std::string printed_server_solution(const LoggedSample& logged) {
  const Sample& sample = logged.sample;
  const SampleDigits& digits = logged.digits;
  std::string text = joined("s=", sample.variant, "; c=", sample.service_class, "; m=", sample.model, "; ");
  if (!sample.forecast) return text + "no feasible allocation! \n";
  const Forecast& solution = *sample.forecast;
  const double change = solution.cost.value_or(0) - observation_in(sample).cost.value_or(0);
  return text + joined("rate=", number(solution.load.rate_rpm), "; inTk=", number(solution.load.in_tokens),
                       "; outTk=", number(solution.load.out_tokens),
                       "; sol=1, sat=false, alloc={acc=", sample.accelerator, "; numRep=", digits.replicas,
                       "; maxBatch=", digits.max_batch, "; cost=", number(solution.cost),
                       ", val=", number(change), ", itl=", digits.predicted_itl,
                       ", ttft=", digits.predicted_ttft, ", rho=", digits.rho, ", maxRPM=", digits.max_rpm,
                       "}; slo-itl=", digits.slo_itl, ", slo-ttft=", digits.slo_ttft, ", slo-tps=0 \n");
}

}  // namespace

std::string_view name_of(std::string_view full_name) {
  return full_name.substr(0, full_name.rfind(':'));
}

std::string_view namespace_of(std::string_view full_name) {
  const std::size_t colon = full_name.rfind(':');
  return colon == std::string_view::npos ? std::string_view("default") : full_name.substr(colon + 1);
}

std::string slashed(std::string_view full_name) {
  return joined(name_of(full_name), "/", namespace_of(full_name));
}

std::string wanted_replicas(const LoggedSample& logged) {
  const auto wanted = wanted_replicas(logged.sample);
  return number(wanted ? wanted : running_replicas(logged.sample));
}

std::string running_replicas(const LoggedSample& logged) {
  return number(running_replicas(logged.sample));
}

std::string_view action_of(const LoggedSample& logged) {
  const double running = running_replicas(logged.sample).value_or(0);
  const double wanted = wanted_replicas(logged.sample).value_or(running);
  if (wanted == running) return "no-change";
  return wanted > running ? "scale-up" : "scale-down";
}

std::string parameter_list(const std::array<Digits, 4>& digits, std::string_view sign) {
  return joined("alpha", sign, digits[0], ", beta", sign, digits[1], ", gamma", sign, digits[2], ", delta",
                sign, digits[3]);
}

std::string printed_servers(const std::vector<LoggedSample>& samples) {
  std::vector<std::string> servers;
  for (const LoggedSample& logged : samples)
    servers.push_back(printed_server(logged));
  return printed_list(servers);
}

std::string printed_models(const std::vector<LoggedSample>& samples) {
  std::vector<std::string> models;
  std::set<std::pair<std::string_view, std::string_view>> printed;
  for (const LoggedSample& logged : samples) {
    const Sample& sample = logged.sample;
    const auto& parameters = logged.digits.parameters;
    if (!sample.parameters || !printed.emplace(sample.model, sample.accelerator).second) continue;
    const std::string batch = logged.digits.max_batch.empty() ? number(observation_in(sample).max_batch)
                                                              : std::string(logged.digits.max_batch);
    models.push_back(joined("{   name: ", sample.model, ",   acc: ", sample.accelerator,
                            ",   accCount: 1,   maxBatchSize: ", batch,
                            ",   atTokens: 0,   decodeParms: {    alpha: ", parameters[0],
                            ",    beta: ", parameters[1], "   },   prefillParms: {    gamma: ", parameters[2],
                            ",    delta: ", parameters[3], "   }  }"));
  }
  return printed_list(models);
}

std::string printed_accelerators(const std::vector<LoggedSample>& samples) {
  std::map<std::string, std::string, std::less<>> costs;
  for (const CatalogueEntry& entry : kCatalogue)
    costs.emplace(entry.name, entry.cost);
  for (const LoggedSample& logged : samples)
    costs.insert_or_assign(std::string(logged.sample.accelerator), unit_cost(logged));
  std::vector<std::string> accelerators;
  for (const auto& [name, cost] : costs) {
    accelerators.push_back(
        joined("{   name: ", name, ",   type: ", accelerator_type(name),
               ",   multiplicity: 1,   memSize: 0,   memBW: 0,   power: {    idle: 0,    full: 0,  "
               "  midPower: 0,    midUtil: 0   },   cost: ",
               cost, "  }"));
  }
  return printed_list(accelerators);
}

std::string printed_service_classes(const std::vector<LoggedSample>& samples) {
  std::map<std::string, std::map<std::string, std::string>> targets = {
      {"Freemium", {{"acme/example-13b", "slo-itl: 200,     slo-ttft: 2000"}}},
      {"Premium", {{"default/default", "slo-itl: 24,     slo-ttft: 500"}}}};
  for (const LoggedSample& logged : samples) {
    targets[std::string(logged.sample.service_class)][std::string(logged.sample.model)] = joined(
        "slo-itl: ", or_zero(logged.digits.slo_itl), ",     slo-ttft: ", or_zero(logged.digits.slo_ttft));
  }
  std::vector<std::string> classes;
  for (const auto& [name, models] : targets) {
    std::string list;
    for (const auto& [model, slo] : models) {
      if (!list.empty()) list += ",";
      list += joined("    {     model: ", model, ",     ", slo, ",     slo-tps: 0    }");
    }
    classes.push_back(joined("{   name: ", name, ",   priority: ", name == "Premium" ? "1" : "10",
                             ",   modelTargets: [", list, "   ]  }"));
  }
  return printed_list(classes);
}

std::string printed_solution(const std::vector<const LoggedSample*>& samples) {
  std::string text = "Solution: \n";
  std::map<std::string_view, std::pair<double, double>> by_type;  // replicas and cost
  double total = 0;
  for (const LoggedSample* logged : samples) {
    text += printed_server_solution(*logged);
    const auto& solution = logged->sample.forecast;
    if (!solution) continue;
    auto& [count, cost] = by_type[accelerator_type(logged->sample.accelerator)];
    count += solution->replicas.value_or(0);
    cost += solution->cost.value_or(0);
    total += solution->cost.value_or(0);
  }
  text += "AllocationByType: \n";
  for (const auto& [type, sums] : by_type)
    text +=
        joined("name=", type, ", count=", number(sums.first), ", limit=0, cost=", number(sums.second), " \n");
  return text + joined("totalCost=", number(total), " \n");
}

std::string printed_allocation(const LoggedSample& logged) {
  const Forecast& solution = *logged.sample.forecast;
  const SampleDigits& digits = logged.digits;
  return joined("{", logged.sample.accelerator, " ", digits.replicas, " ", digits.max_batch, " ",
                number(solution.cost), " ", digits.predicted_itl, " ", digits.predicted_ttft, " {",
                number(solution.load.rate_rpm), " ", number(solution.load.in_tokens), " ",
                number(solution.load.out_tokens), "}}");
}

std::string_view accelerator_type(std::string_view accelerator) {
  for (const CatalogueEntry& entry : kCatalogue) {
    if (entry.name == accelerator) return entry.type;
  }
  return accelerator;
}

bool any_solved(const std::vector<LoggedSample>& samples) {
  return std::any_of(samples.begin(), samples.end(),
                     [](const LoggedSample& logged) { return logged.sample.forecast.has_value(); });
}

}  // namespace wvagate::synth
