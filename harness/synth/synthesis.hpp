#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/simulation/closed_loop.hpp"
#include "analysis/simulation/log_form.hpp"
#include "analysis/simulation/truth.hpp"
#include "harness/synth/log_writer.hpp"

namespace wvagate::synth {

/// A scenario on its way to a log.
class Synthesis {
 public:
  /// Refers to `scenario`, which must outlive the object. Without `keep_samples` memory does not grow with
  /// the log, and there are no samples to work a truth out of.
  Synthesis(const simulation::Scenario& scenario, const simulation::LogForm& form, bool keep_samples);
  Synthesis(const Synthesis&) = delete;
  Synthesis& operator=(const Synthesis&) = delete;
  ~Synthesis() = default;

  /// Appends to text() what the next step logs; false once the scenario is over, as ClosedLoop::next() has
  /// it.
  bool advance(bool endless);

  /// What was logged since the last time that the caller emptied it.
  std::string& text() { return text_; }
  /// The time of the last step.
  TimePoint now() const { return now_; }

  std::uint64_t lines() const { return writer_.lines(); }
  std::uint64_t starts() const { return starts_; }
  /// The names that a reader gives the variants, in the scenario's order.
  const std::vector<std::string>& names() const { return names_; }
  /// The samples of variant `index` as they were logged.
  const std::vector<simulation::TrueSample>& samples(std::size_t index) const { return samples_[index]; }
  /// Some cycle of some variant has a solution.
  bool has_solutions() const;

 private:
  void keep(const simulation::SimulatedStep& step, const LoggedCycle& cycle);

  const simulation::Scenario* scenario_;
  simulation::LogForm form_;
  bool keep_samples_;
  std::vector<std::string> names_;
  std::string text_;
  simulation::ClosedLoop loop_;
  LogWriter writer_;
  TimePoint now_{};
  std::uint64_t starts_ = 0;
  std::vector<std::vector<simulation::TrueSample>> samples_;  ///< by variant
};

}  // namespace wvagate::synth
