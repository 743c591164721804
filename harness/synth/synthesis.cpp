#include "harness/synth/synthesis.hpp"

#include "harness/synth/logged_form.hpp"

namespace wvagate::synth {

using simulation::LogDialect;
using simulation::SimulatedStep;

Synthesis::Synthesis(const simulation::Scenario& scenario, const simulation::LogForm& form, bool keep_samples)
    : scenario_(&scenario),
      form_(form),
      keep_samples_(keep_samples),
      loop_(scenario),
      writer_(form, scenario.tuner.has_value(), text_),
      samples_(scenario.variants.size()) {
  for (const auto& variant : scenario.variants) {
    // Reactive mode never names the namespace.
    names_.push_back(form.dialect == LogDialect::capacity ? variant.name : variant.full_name());
  }
}

bool Synthesis::advance(bool endless) {
  const auto step = loop_.next(endless);
  if (!step) return false;
  now_ = step->time;
  if (step->kind == SimulatedStep::Kind::start) {
    ++starts_;
    writer_.start(step->time);
    return true;
  }
  LoggedCycle cycle = in_logged_form(*step, *scenario_, names_, form_.dialect, writer_);
  writer_.write(cycle);
  if (keep_samples_) keep(*step, cycle);
  return true;
}

void Synthesis::keep(const SimulatedStep& step, const LoggedCycle& cycle) {
  for (std::size_t i = 0; i < cycle.samples.size(); ++i) {
    auto& samples = samples_[step.samples[i].variant];
    if (step.repeat && !samples.empty()) samples.back().superseded = true;
    samples.push_back({.sample = cycle.samples[i].sample,
                       .superseded = false,
                       .true_latency = step.samples[i].true_latency,
                       .true_parameters = step.samples[i].true_parameters});
    samples.back().sample.segment = static_cast<std::uint32_t>(starts_);
  }
}

bool Synthesis::has_solutions() const {
  const auto solved = [](const simulation::TrueSample& each) { return each.sample.forecast.has_value(); };
  return std::any_of(samples_.begin(), samples_.end(), [&](const auto& samples) {
    return std::any_of(samples.begin(), samples.end(), solved);
  });
}

}  // namespace wvagate::synth
