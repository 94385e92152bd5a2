using System.Reflection;
using System.Runtime.Loader;
using Contrail.Storage;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Storage;

public sealed class SnapshotFileWriteTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-tests-").FullName;
    private readonly Recorded _recorded = Recorded.Of(Captures.Drawn().Torn());

    [Fact]
    public async Task A_file_is_private_to_its_owner_and_never_replaced_without_a_request()
    {
        string path = Path.Combine(_folder, "a.nettrace");
        using Snapshot snapshot = _recorded.Snapshot();
        SnapshotFile.Write(snapshot, path, overwrite: false);
        Assert.Equal(Recorded.BytesOf(snapshot), await File.ReadAllBytesAsync(path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        await File.WriteAllTextAsync(path, "mine");
        Assert.Throws<IOException>(() => SnapshotFile.Write(snapshot, path, overwrite: false));
        Assert.Equal("mine", await File.ReadAllTextAsync(path));
        SnapshotFile.Write(snapshot, path, overwrite: true);
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Processes_with_the_same_id_write_under_different_partial_names()
    {
        // Each load of the library has its own static state, as each process of a container has.
        string path = Path.Combine(_folder, "a.nettrace");
        string[] names = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            AssemblyLoadContext process = new("process", isCollectible: true);
            Type files = process.LoadFromAssemblyPath(typeof(AtomicFile).Assembly.Location)
                .GetType(typeof(AtomicFile).FullName!, throwOnError: true)!;
            MethodInfo partialOf = files.GetMethod(
                nameof(AtomicFile.PartialOf), BindingFlags.Static | BindingFlags.NonPublic)!;
            return (string)partialOf.Invoke(null, [path])!;
        })];
        Assert.NotEqual(names[0], names[1]);
        Assert.All(names, name => Assert.StartsWith(path + ".", name));

        // A file of another writer, or a link placed there, is not written into and not deleted.
        string victim = Path.Combine(_folder, "victim");
        await File.WriteAllTextAsync(victim, "untouched", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(names[0], victim);
        await File.WriteAllTextAsync(names[1], "another's", TestContext.Current.CancellationToken);
        Assert.All(names, name => Assert.Throws<IOException>(() => AtomicFile.WriteNew(name, 0, _ => true)));
        Assert.Equal("untouched", await File.ReadAllTextAsync(victim, TestContext.Current.CancellationToken));
        Assert.Equal("another's", await File.ReadAllTextAsync(names[1], TestContext.Current.CancellationToken));
        Assert.True(File.Exists(names[0]));
    }

    [Fact]
    public async Task A_failed_write_leaves_no_file()
    {
        using Snapshot snapshot = _recorded.Snapshot();
        string gone = Path.Combine(_folder, "gone", "a.nettrace");
        Assert.ThrowsAny<IOException>(() => SnapshotFile.Write(snapshot, gone, overwrite: false));

        // A folder of the final name: everything is written, and then cannot be given its name.
        string taken = Directory.CreateDirectory(Path.Combine(_folder, "taken")).FullName;
        Assert.ThrowsAny<IOException>(() => SnapshotFile.Write(snapshot, taken, overwrite: true));
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            SnapshotFile.Write(snapshot, Path.Combine(_folder, "b"), overwrite: false, cancelled.Token));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_full_disk_is_reported_with_the_final_name_and_the_size()
    {
        string path = Path.Combine(_folder, "a.nettrace");
        foreach (string message in (string[])["No space left on device", "Failed … because the disk was full."])
        {
            IOException full = new(message) { HResult = message[0] == 'N' ? 28 : unchecked((int)0x80131620) };
            IOException refused = Assert.Throws<IOException>(
                () => AtomicFile.WritePartial(path, 12_345, _ => throw full));
            Assert.Equal(
                $"Cannot write {path}: no space is left on the disk; the file needs 12,345 bytes.", refused.Message);
            Assert.True(AtomicFile.IsDiskFull(refused));
        }

        Assert.Empty(Directory.GetFiles(_folder));
    }

    public void Dispose()
    {
        _recorded.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
