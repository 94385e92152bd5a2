using System.Buffers;
using System.Collections;
using System.Text;
using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Storage;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Storage;

/// <summary>A snapshot is stored without a file of lanes that cannot be written.</summary>
public sealed class OptionalCompanionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-tests-").FullName;
    private readonly Recorded _recorded = Recorded.Of(Captures.Drawn().Torn());

    public void Dispose()
    {
        _recorded.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_file_is_stored_with_the_trace()
    {
        string path = Path.Combine(_folder, "a.trace");
        using Snapshot snapshot = SnapshotWith("Nettrace"u8.ToArray());
        SnapshotFile.Write(snapshot, path, overwrite: false);
        Assert.Equal("Nettrace", File.ReadAllText(path + ".nettrace"));
        Assert.Equal(".nettrace", ManifestAt(path).LaneFile);
        Assert.Null(snapshot.LanesFailure);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failure_is_in_the_manifest_and_leaves_nothing_of_the_file(bool overwrites)
    {
        string path = Path.Combine(_folder, "a.trace");
        using UnreadableMemory unreadable = new();
        using Snapshot snapshot = SnapshotWith(unreadable.Memory);
        SnapshotFile.Write(snapshot, path, overwrites);
        Assert.Equal(Recorded.BytesOf(snapshot), File.ReadAllBytes(path));
        Assert.Equal([path, path + ".json"], Directory.GetFiles(_folder).Order());
        Assert.Null(ManifestAt(path).LaneFile);
        Assert.Contains("the disk of the test", ManifestAt(path).LanesMissingBecause, StringComparison.Ordinal);
        Assert.Equal(snapshot.Manifest.LanesMissingBecause, snapshot.LanesFailure);
    }

    [Fact]
    public void A_name_that_is_too_long_for_the_file_alone_leaves_out_the_file()
    {
        string path = Path.Combine(_folder, new string('a', 244) + ".trace");
        using Snapshot snapshot = SnapshotWith("Nettrace"u8.ToArray());
        SnapshotFile.Write(snapshot, path, overwrite: false);
        Assert.Equal([path, path + ".json"], Directory.GetFiles(_folder).Order());
        Assert.Contains("too long", ManifestAt(path).LanesMissingBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_of_the_trace_leaves_no_file()
    {
        using UnreadableMemory unreadable = new();
        using Snapshot complete = _recorded.Snapshot();
        using Snapshot snapshot = new(Frozen(), [unreadable.Memory], 1, complete.Manifest)
        {
            Companions = [new SnapshotCompanion(".nettrace", ["Nettrace"u8.ToArray()]) { IsOptional = true }],
        };
        Assert.ThrowsAny<IOException>(() =>
            SnapshotFile.Write(snapshot, Path.Combine(_folder, "a.trace"), overwrite: false));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void The_last_space_is_for_the_files_that_must_be_there()
    {
        string path = Path.Combine(_folder, "a.trace");
        using Snapshot lanes = SnapshotWith("Nettrace"u8.ToArray());
        using Snapshot snapshot = new(Frozen(), lanes.Parts, lanes.SizeBytes, lanes.Manifest)
        {
            Companions = [.. lanes.Companions, new SnapshotCompanion(".torn", new FullAtFirst())],
        };
        SnapshotFile.Write(snapshot, path, overwrite: false);
        Assert.Equal([path, path + ".json", path + ".torn"], Directory.GetFiles(_folder).Order());
        Assert.Equal("torn", File.ReadAllText(path + ".torn"));
        Assert.Null(ManifestAt(path).LaneFile);
        Assert.Contains("no space", ManifestAt(path).LanesMissingBecause, StringComparison.Ordinal);
    }

    private static SnapshotManifest ManifestAt(string path)
    {
        Assert.True(SnapshotManifestJson.TryRead(File.ReadAllText(path + ".json"), out SnapshotManifest? manifest));
        return manifest!;
    }

    private Snapshot SnapshotWith(ReadOnlyMemory<byte> lanes)
    {
        using Snapshot complete = _recorded.Snapshot();
        SnapshotManifest manifest = complete.Manifest with { LaneFile = ".nettrace" };
        return new Snapshot(Frozen(), [.. complete.Parts.Select(part => (ReadOnlyMemory<byte>)part.ToArray())],
            complete.SizeBytes, manifest)
        {
            Companions =
            [
                new SnapshotCompanion(".json", [Encoding.UTF8.GetBytes(SnapshotManifestJson.Write(manifest))]),
                new SnapshotCompanion(".nettrace", [lanes]) { IsOptional = true },
            ],
        };
    }

    private FrozenRing Frozen() => _recorded.Trace.Freeze(new TraceTicks(0))!;

    /// <summary>A file that a full disk refuses once.</summary>
    private sealed class FullAtFirst : IReadOnlyList<ReadOnlyMemory<byte>>
    {
        private bool _hasFailed;

        public int Count => 1;

        public ReadOnlyMemory<byte> this[int index] => "torn"u8.ToArray();

        public IEnumerator<ReadOnlyMemory<byte>> GetEnumerator()
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                throw new IOException("the disk of the test is full");
            }

            yield return this[0];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Memory that cannot be read, as a disk that fails.</summary>
    private sealed class UnreadableMemory : MemoryManager<byte>
    {
        public override Memory<byte> Memory => CreateMemory(1);

        public override Span<byte> GetSpan() => throw new IOException("the disk of the test");

        public override MemoryHandle Pin(int elementIndex = 0) => throw new IOException("the disk of the test");

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
