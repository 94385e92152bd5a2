using System.Globalization;
using Contrail.Core.Snapshots;
using Contrail.Storage;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Storage;

public sealed class SnapshotFileWriteTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-tests-").FullName;
    private readonly Recorded _recorded = Recorded.Of(Captures.Drawn().Torn());

    [Fact]
    public async Task A_file_is_its_owners_alone_and_never_replaced_unasked()
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
    public async Task Nothing_is_written_through_a_link_that_lies_where_the_partial_file_will_be()
    {
        string path = Path.Combine(_folder, "a.nettrace");
        string victim = Path.Combine(_folder, "victim");
        await File.WriteAllTextAsync(victim, "untouched");
        int next = int.Parse(WholeFile.PartialOf(path).Split('-', '.')[^2], CultureInfo.InvariantCulture) + 1;
        for (int number = next; number < next + 100; number++)
        {
            string partial = $"{path}.{Environment.ProcessId}-{number}{SnapshotFile.PartialSuffix}";
            File.CreateSymbolicLink(partial, victim);
        }

        using Snapshot snapshot = _recorded.Snapshot();
        SnapshotFile.Write(snapshot, path, overwrite: false);
        Assert.Equal("untouched", await File.ReadAllTextAsync(victim));
        Assert.Equal(snapshot.SizeBytes, new FileInfo(path).Length);
    }

    [Fact]
    public async Task What_cannot_be_written_leaves_nothing()
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

    public void Dispose()
    {
        _recorded.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
