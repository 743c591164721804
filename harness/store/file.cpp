#include "harness/store/file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace wvagate::store {
namespace {

namespace fs = std::filesystem;

Error output_error(const std::string& path, const std::string& what) {
  return {.kind = ErrorKind::output, .where = path, .what = what};
}

/// errno of the fault; 0 where all was written.
int write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t count = ::write(file, content.data(), content.size());
    if (count >= 0) {
      content.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

/// Waits until the disk has it, and closes it; errno of the fault, 0 where all went well.
int sync_and_close(int file) {
  int fault = ::fsync(file) != 0 ? errno : 0;
  if (::close(file) != 0 && fault == 0) fault = errno;
  return fault;
}

Error cannot_be_written(const std::string& path, int fault) {
  return output_error(path, std::string("cannot be written: ") + std::strerror(fault));
}

fs::path directory_of(const fs::path& target) {
  return target.has_parent_path() ? target.parent_path() : fs::path(".");
}

/// Makes a rename in `directory` last. A file system that cannot is no fault: the content is whole either
/// way.
void sync_directory(const fs::path& directory) {
  const int opened = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return;
  ::fsync(opened);
  ::close(opened);
}

}  // namespace

WholeFile::~WholeFile() {
  if (file_ >= 0) ::close(file_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Status WholeFile::open() {
  const fs::path target(path_);
  const fs::path directory = directory_of(target);
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return output_error(directory.string(), "cannot be made: " + error.message());
  if (const auto there = fs::status(target, error); fs::exists(there) && !fs::is_regular_file(there)) {
    return output_error(path_, "is there, and no regular file");
  }
  std::string sibling = (directory / ("." + target.filename().string() + ".XXXXXX")).string();
  file_ = ::mkostemp(sibling.data(), O_CLOEXEC);
  if (file_ < 0) return cannot_be_written(path_, errno);
  temporary_ = std::move(sibling);
  ::fchmod(file_, 0644);
  return {};
}

Status WholeFile::append(std::string_view content) {
  const int fault = write_all(file_, content);
  if (fault != 0) return cannot_be_written(path_, fault);
  return {};
}

Status WholeFile::commit() {
  int fault = sync_and_close(std::exchange(file_, -1));
  if (fault == 0 && ::rename(temporary_.c_str(), path_.c_str()) != 0) fault = errno;
  if (fault != 0) return cannot_be_written(path_, fault);
  temporary_.clear();
  sync_directory(directory_of(path_));
  return {};
}

Status write_file(const std::string& path, std::string_view content) {
  WholeFile file(path);
  if (auto status = file.open(); !status) return status;
  if (auto status = file.append(content); !status) return status;
  return file.commit();
}

Status append_to_file(const std::string& path, std::string_view content) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) return output_error(path, std::string("cannot be opened: ") + std::strerror(errno));
  const int unwritten = write_all(file, content);
  const int unsynced = sync_and_close(file);
  if (unwritten != 0) return cannot_be_written(path, unwritten);
  // What cannot be synced (a pipe) was written all the same.
  if (unsynced != 0 && unsynced != EINVAL) return cannot_be_written(path, unsynced);
  return {};
}

Status remove_file(const std::string& path) {
  std::error_code error;
  fs::remove(path, error);
  if (error) return output_error(path, "cannot be removed: " + error.message());
  return {};
}

}  // namespace wvagate::store
