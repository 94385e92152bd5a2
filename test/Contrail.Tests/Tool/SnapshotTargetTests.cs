using Contrail.Core.Snapshots;
using Contrail.Tests.Support;
using Contrail.Tool.Files;
using Contrail.Tool.Foreground;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>Nothing that happened to an earlier snapshot stops the next one.</summary>
public sealed class SnapshotTargetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-tests-").FullName;
    private readonly Recorded _recorded = Recorded.Of(Captures.Drawn().Torn());
    private readonly string _path;

    public SnapshotTargetTests()
    {
        _path = Path.Combine(_folder, "out.nettrace");
    }

    [Fact]
    public async Task The_file_has_the_last_snapshot_and_earlier_ones_keep_their_own_names()
    {
        SnapshotTarget target = SnapshotTarget.For(_path, force: false);
        Assert.Null(target.Refusal);
        for (int count = 0; count < 3; count++)
        {
            Assert.Equal(_path, await PutAsync(target));
            string? moved = target.TakeMovedName();
            Assert.Equal(count > 0, moved is not null && File.Exists(moved) && moved != _path);
            Assert.Null(target.TakeMovedName());
        }

        // All three are of the same moment, so two of them share a time.
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
        Assert.All(Directory.GetFiles(_folder), file => Assert.True(new FileInfo(file).Length > 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_is_not_replaced_by_a_file_even_by_force(bool force)
    {
        string kept = Path.Combine(_folder, "kept");
        File.WriteAllText(kept, "kept");
        File.CreateSymbolicLink(_path, kept);
        Assert.Contains(
            "it is a link, a pipe or a device", SnapshotTarget.For(_path, force).Refusal, StringComparison.Ordinal);
        Assert.Contains(
            "it is a link, a pipe or a device", OutputFile.WhyNot("/other", _path, force), StringComparison.Ordinal);
        Assert.Equal("kept", File.ReadAllText(_path));
    }

    [Fact]
    public void A_device_is_not_replaced_by_a_file() => Assert.NotNull(OutputFile.WhyNot("/other", "/dev/null", true));

    [Fact]
    public async Task A_snapshot_that_was_moved_away_does_not_stop_the_next()
    {
        SnapshotTarget target = SnapshotTarget.For(_path, force: false);
        await PutAsync(target);
        string kept = Path.Combine(_folder, "kept.nettrace");
        File.Move(_path, kept);
        Assert.Equal(_path, await PutAsync(target));
        Assert.Equal([kept, _path], Directory.GetFiles(_folder).Order());
    }

    [Fact]
    public async Task A_foreign_file_with_the_name_is_kept_and_the_snapshot_gets_a_name_with_its_time()
    {
        SnapshotTarget target = SnapshotTarget.For(_path, force: true);
        await PutAsync(target);
        File.Delete(_path);
        await File.WriteAllTextAsync(_path, "foreign", TestContext.Current.CancellationToken);
        string location = await PutAsync(target);
        Assert.NotEqual(_path, location);
        Assert.True(File.Exists(location));
        Assert.Equal("foreign", await File.ReadAllTextAsync(_path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_write_that_failed_leaves_nothing_that_stops_the_next()
    {
        SnapshotTarget target = SnapshotTarget.For(_path, force: false);
        await PutAsync(target);
        using CancellationTokenSource canceled = new();
        await canceled.CancelAsync();
        using Snapshot snapshot = _recorded.Snapshot();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => target.PutAsync(snapshot, "unused", canceled.Token));
        Assert.Equal([_path], Directory.GetFiles(_folder));
        Assert.Equal(_path, await PutAsync(target));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public async Task A_companion_of_another_trace_is_refused_before_recording_and_removed_by_force()
    {
        using Snapshot snapshot = _recorded.Snapshot();
        string manifest = _path + SnapshotCompanion.ManifestSuffix;
        await File.WriteAllTextAsync(
            manifest, SnapshotManifestJson.Write(snapshot.Manifest), TestContext.Current.CancellationToken);
        Assert.Contains(manifest, SnapshotTarget.For(_path, force: false).Refusal);
        SnapshotTarget forced = SnapshotTarget.For(_path, force: true);
        Assert.Null(forced.Refusal);
        await PutAsync(forced);
        Assert.Equal([_path], Directory.GetFiles(_folder));
    }

    public void Dispose()
    {
        _recorded.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> PutAsync(SnapshotTarget target)
    {
        using Snapshot snapshot = _recorded.Snapshot();
        return await target.PutAsync(snapshot, "unused", TestContext.Current.CancellationToken);
    }
}
