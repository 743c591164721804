#pragma once

#include <chrono>
#include <optional>

#include "harness/cli/console.hpp"
#include "harness/cli/held_signals.hpp"
#include "harness/ingest/source/log_file.hpp"

namespace wvagate::cli {

/// Waits for a log's bytes, and lets something be done meanwhile. Ends the log where the output cannot be
/// written or nobody reads it any longer.
class LiveInput : public ingest::ReadWaiter {
 public:
  using Clock = std::chrono::steady_clock;

  /// Where `signals` are given, they are obeyed; they must outlive the object.
  explicit LiveInput(const Console& console, HeldSignals* signals = nullptr)
      : console_(console), signals_(signals) {}

  bool wait_for_bytes(int descriptor) final { return wait(descriptor, std::nullopt); }
  bool wait_for_growth() final;
  void tell(const std::string& path, std::string_view what) override;

  /// What became of all that was printed.
  const Status& output() const { return output_; }

 protected:
  const Console& console() const { return console_; }
  /// Prints `lines` as standard output takes them. A signal that comes while it takes none is left to end
  /// the process.
  void print(std::string_view lines);
  /// Called between reads; `idle` where nothing is there to be read. Gives when to call again though nothing
  /// comes.
  virtual std::optional<Clock::time_point> between_reads(bool idle) = 0;
  /// What a signal asks for. False: the log ends here.
  virtual bool obey(int signal);

 private:
  bool wait(int descriptor, std::optional<Clock::time_point> until);

  const Console& console_;
  HeldSignals* signals_;
  Status output_;
};

}  // namespace wvagate::cli
