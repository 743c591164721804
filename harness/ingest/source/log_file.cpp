#include "harness/ingest/source/log_file.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace wvagate::ingest {
namespace {

/// With a waiter nothing waits but the waiter: not for the writer of a pipe, either.
int open_file(const std::string& path, const ReadOptions& options) {
  const int flags = O_RDONLY | O_CLOEXEC | (options.waiter != nullptr ? O_NONBLOCK : 0);
  while (true) {
    const int descriptor = ::open(path.c_str(), flags);
    if (descriptor >= 0 || errno != EINTR) return descriptor;
  }
}

constexpr int kPipeBytes = 1024 * 1024;

/// Waits for bytes of a descriptor that does not wait by itself.
void wait_until_readable(int descriptor) {
  pollfd wanted{.fd = descriptor, .events = POLLIN, .revents = 0};
  ::poll(&wanted, 1, -1);
}

}  // namespace

Error read_error(const std::string& path, const std::string& why, const std::string& help) {
  return {.kind = ErrorKind::log, .where = path, .what = why, .help = help};
}

std::uint64_t regular_bytes(const std::string& path) {
  struct stat file {};
  const int outcome = path == "-" ? ::fstat(STDIN_FILENO, &file) : ::stat(path.c_str(), &file);
  return outcome == 0 && S_ISREG(file.st_mode) ? static_cast<std::uint64_t>(file.st_size) : 0;
}

Result<LogFile> LogFile::open(const std::string& path, const ReadOptions& options) {
  if (path == "-") return LogFile("standard input", STDIN_FILENO, options);
  int descriptor = open_file(path, options);
  int fault = errno;
  if (descriptor < 0 && fault == ENOENT && options.follow) {
    options.waiter->tell(path, "does not exist yet; waiting for it");
    while (descriptor < 0 && fault == ENOENT && options.waiter->wait_for_growth()) {
      descriptor = open_file(path, options);
      fault = errno;
    }
  }
  if (descriptor >= 0) return LogFile(path, descriptor, options);
  return read_error(path.empty() ? "\"\"" : path, std::string("cannot be opened: ") + std::strerror(fault),
                    "check the name and the rights");
}

LogFile::LogFile(std::string path, int descriptor, const ReadOptions& options)
    : path_(std::move(path)), descriptor_(descriptor), options_(options) {
  struct stat file {};
  if (::fstat(descriptor_, &file) != 0) return;
  grows_ = options_.follow && S_ISREG(file.st_mode);
  // A pipe that holds more takes fewer turns with its writer; where it may not be had, it is as it was.
  if (S_ISFIFO(file.st_mode)) ::fcntl(descriptor_, F_SETPIPE_SZ, kPipeBytes);
}

LogFile::LogFile(LogFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, STDIN_FILENO)),
      options_(other.options_),
      grows_(other.grows_) {}

LogFile::~LogFile() {
  if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
}

Result<std::size_t> LogFile::read(std::span<char> buffer) {
  while (!stopped_) {
    if (options_.waiter != nullptr && !options_.waiter->wait_for_bytes(descriptor_)) {
      stopped_ = true;
      break;
    }
    const ssize_t got = ::read(descriptor_, buffer.data(), buffer.size());
    if (got > 0) {
      offset_ += static_cast<std::uint64_t>(got);
      last_ = buffer[static_cast<std::size_t>(got) - 1];
      return static_cast<std::size_t>(got);
    }
    if (got < 0) {
      if (errno == EAGAIN) wait_until_readable(descriptor_);
      if (errno == EINTR || errno == EAGAIN) continue;
      return read_error(path_, std::string("cannot be read: ") + std::strerror(errno));
    }
    if (!grows_ || options_.waiter == nullptr) return std::size_t{0};
    switch (at_end(*options_.waiter)) {
      case AtEnd::look_again:
        break;
      case AtEnd::begun_anew:
        if (std::exchange(last_, '\n') == '\n') break;
        buffer.front() = '\n';
        return std::size_t{1};
      case AtEnd::stopped:
        stopped_ = true;
        break;
    }
  }
  return std::size_t{0};
}

/// What to do at the end of a file that is followed.
LogFile::AtEnd LogFile::at_end(ReadWaiter& waiter) {
  struct stat here {};
  if (::fstat(descriptor_, &here) == 0 && static_cast<std::uint64_t>(here.st_size) < offset_) {
    ::lseek(descriptor_, 0, SEEK_SET);
    offset_ = 0;
    waiter.tell(path_, "was truncated; reading on from its start");
    return waiter.wait_for_growth() ? AtEnd::begun_anew : AtEnd::stopped;
  }
  struct stat named {};
  if (descriptor_ != STDIN_FILENO && ::stat(path_.c_str(), &named) != 0) {
    if (errno == ENOENT && !std::exchange(said_missing_, true))
      waiter.tell(path_, "is gone; waiting for a new one");
  } else if (descriptor_ != STDIN_FILENO && (named.st_ino != here.st_ino || named.st_dev != here.st_dev)) {
    // Something may have been written between our last read and the renaming.
    if (!std::exchange(drained_, true)) return AtEnd::look_again;
    if (reopen(waiter)) return AtEnd::begun_anew;
  } else {
    said_missing_ = false;
  }
  return waiter.wait_for_growth() ? AtEnd::look_again : AtEnd::stopped;
}

/// Goes over to the new file of the name; false where it is gone again.
bool LogFile::reopen(ReadWaiter& waiter) {
  const int descriptor = open_file(path_, options_);
  if (descriptor < 0) return false;
  ::close(descriptor_);
  descriptor_ = descriptor;
  offset_ = 0;
  drained_ = false;
  said_missing_ = false;
  waiter.tell(path_, "was replaced; reading the new one");
  return true;
}

}  // namespace wvagate::ingest
