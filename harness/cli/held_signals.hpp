#pragma once

#include <csignal>
#include <initializer_list>
#include <optional>

namespace wvagate::cli {

/// Holds signals back while it lives, so that work ends in good order. A signal that the process was started
/// to ignore stays ignored.
class HeldSignals {
 public:
  explicit HeldSignals(std::initializer_list<int> signals);
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;
  /// What came and was not taken does now what it does: as a rule, it ends the process.
  ~HeldSignals();

  /// Readable once a signal has come; for poll().
  int descriptor() const { return descriptor_; }
  /// A signal that has come since, taken away.
  std::optional<int> take();
  /// One has come, and stays.
  bool pending() const;
  /// No longer holds back `signal`.
  void let_go(int signal);
  /// No longer holds back any: one that has come does now what it does.
  void let_go_all();

 private:
  int descriptor_ = -1;
  sigset_t before_{};  // what was held back already
};

}  // namespace wvagate::cli
