#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "analysis/core/result.hpp"

namespace wvagate::ingest {

/// Has a say in how the reading of a log waits for bytes.
class ReadWaiter {
 public:
  ReadWaiter() = default;
  ReadWaiter(const ReadWaiter&) = delete;
  ReadWaiter& operator=(const ReadWaiter&) = delete;
  virtual ~ReadWaiter() = default;

  /// Called before each read of `descriptor`, when all that was read before has been used; gives true once
  /// that read would not wait. False: the log ends here.
  virtual bool wait_for_bytes(int descriptor) = 0;
  /// Called at the end of a file that is followed; gives true when it is time to look for more. False: the
  /// log ends here.
  virtual bool wait_for_growth() = 0;
  /// Told what became of a file that is followed, in words.
  virtual void tell(const std::string& path, std::string_view what) = 0;
};

/// How a log is read.
struct ReadOptions {
  ReadWaiter* waiter = nullptr;  ///< asked before each read; must outlive the reading
  bool follow = false;           ///< a file's end is not the log's: more may come; needs a waiter
  bool census = false;           ///< messages are counted, and builds found: each line is looked at
};

/// The size of the regular file at `path` ("-" for standard input); 0 of anything else.
std::uint64_t regular_bytes(const std::string& path);

/// "FILE: why", of a log that cannot be read.
Error read_error(const std::string& path, const std::string& why, const std::string& help = {});

/// A log's file or pipe, and its bytes as they are.
///
/// A file that is followed is read on by its name, as `tail -F` does: what is appended; from its start where
/// it was truncated; and the new file of that name, where the old one was renamed away, once the old one's
/// rest is read. It is looked at, not watched by inotify: looking works on every file system, and a cycle a
/// minute does not call for more. Its first and last line are kept apart by a line end where the old file
/// had none. That it was truncated shows where it is shorter than what was read.
class LogFile {
 public:
  /// Opens `path`, "-" for standard input. Fails where it cannot be opened; a file that is to be followed and
  /// does not exist is waited for.
  static Result<LogFile> open(const std::string& path, const ReadOptions& options);
  LogFile(LogFile&& other) noexcept;
  LogFile& operator=(LogFile&&) = delete;
  ~LogFile();

  /// Fills the front of `buffer`, which is not empty, with what is there; 0 at the log's end.
  Result<std::size_t> read(std::span<char> buffer);

  const std::string& path() const { return path_; }
  /// The waiter said that the log ends here: what is cut is so for that reason.
  bool stopped() const { return stopped_; }

 private:
  LogFile(std::string path, int descriptor, const ReadOptions& options);
  enum class AtEnd { look_again, begun_anew, stopped };
  AtEnd at_end(ReadWaiter& waiter);
  bool reopen(ReadWaiter& waiter);

  std::string path_;
  int descriptor_;
  ReadOptions options_;
  bool grows_ = false;        // followed, and a file
  std::uint64_t offset_ = 0;  // bytes of the file that were read
  char last_ = '\n';          // of them
  bool drained_ = false;      // the file was replaced, and its rest is being read
  bool said_missing_ = false;
  bool stopped_ = false;
};

}  // namespace wvagate::ingest
