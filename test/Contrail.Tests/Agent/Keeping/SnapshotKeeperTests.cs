using System.Diagnostics;
using System.Text;
using Contrail.Agent.Keeping;
using Contrail.Core.Snapshots;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Agent.Keeping;

/// <summary>A folder of snapshots on a real file system.</summary>
public sealed class SnapshotKeeperTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-keeping-").FullName;
    private readonly ManualTime _time = new();
    private int _count;

    private string Index => Path.Combine(_folder, SnapshotIndex.FileName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_oldest_are_deleted_with_their_companions_and_lines()
    {
        SnapshotKeeper keeper = Keeper(new KeepingLimits { MaxCount = 2 });
        string first = Write(".trace");
        File.WriteAllText(first + ".torn", "torn");
        File.WriteAllText(first + ".nettrace", "Nettrace");
        string manifest = SnapshotManifestJson.Write(Manifests.Usual with { LaneFile = ".nettrace" });
        File.WriteAllText(first + SnapshotCompanion.ManifestSuffix, manifest);
        File.WriteAllText(first + ".note", "of another tool");
        Assert.Equal(new KeepingOutcome(), Keep(keeper, first));
        Assert.Equal(new KeepingOutcome(), Keep(keeper, Write()));
        KeepingOutcome outcome = Keep(keeper, Write());
        int bytes = 8 + 4 + 8 + Encoding.UTF8.GetByteCount(manifest);
        Assert.Equal(new KeepingOutcome { DeletedCount = 1, DeletedBytes = bytes }, outcome);
        Assert.False(File.Exists(first));
        Assert.False(File.Exists(first + ".torn"));
        Assert.False(File.Exists(first + ".nettrace"));
        Assert.True(File.Exists(first + ".note"));
        Assert.Equal(2, File.ReadAllLines(Index).Length);
        Assert.True(OperatingSystem.IsWindows()
            || File.GetUnixFileMode(Index) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public void The_newest_of_a_reason_remains_and_the_limit_is_reported_as_exceeded()
    {
        SnapshotKeeper keeper = Keeper(new KeepingLimits { MaxCount = 1 });
        string other = Write();
        Keep(keeper, other, "exception");
        KeepingOutcome outcome = Keep(keeper, Write());
        Assert.Equal(new KeepingOutcome { Unmet = KeepingLimit.Count }, outcome);
        Assert.True(File.Exists(other));
    }

    [Fact]
    public void Old_snapshots_are_deleted()
    {
        SnapshotKeeper keeper = Keeper(new KeepingLimits { MaxAge = TimeSpan.FromDays(7) });
        string first = Write();
        Keep(keeper, first);
        Keep(keeper, Write());
        Assert.True(File.Exists(first));
        _time.Advance(TimeSpan.FromDays(8));
        Keep(keeper, Write());
        Assert.False(File.Exists(first));
    }

    [Fact]
    public void A_file_that_was_replaced_is_not_deleted_and_no_longer_listed()
    {
        SnapshotKeeper keeper = Keeper(new KeepingLimits { MaxCount = 1 });
        string first = Write();
        Keep(keeper, first);
        File.WriteAllText(first, "another program wrote this");
        Assert.Equal(0, Keep(keeper, Write()).DeletedCount);
        Assert.True(File.Exists(first));
        Assert.Single(File.ReadAllLines(Index));
    }

    [Fact]
    public void A_link_is_not_followed_and_not_deleted()
    {
        string outside = Directory.CreateTempSubdirectory("contrail-outside-").FullName;
        try
        {
            SnapshotKeeper keeper = Keeper(new KeepingLimits { MaxCount = 1 });
            string first = Write();
            Keep(keeper, first);
            string target = Path.Combine(outside, "kept.nettrace");
            File.Move(first, target);
            File.CreateSymbolicLink(first, target);
            Assert.Equal(0, Keep(keeper, Write()).DeletedCount);
            Assert.True(File.Exists(target));
            Assert.NotNull(new FileInfo(first).LinkTarget);
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Fact]
    public void A_link_in_place_of_the_index_is_refused()
    {
        string target = Path.Combine(_folder, "target");
        File.WriteAllText(target, "");
        File.CreateSymbolicLink(Index, target);
        Assert.Equal(KeepingProblem.ForeignIndex, Keep(Keeper(new KeepingLimits { MaxCount = 1 }), Write()).Problems);
        Assert.Equal("", File.ReadAllText(target));
    }

    [Fact]
    public void A_file_that_the_index_does_not_list_remains()
    {
        string foreign = Write();
        SnapshotKeeper keeper = Keeper(new KeepingLimits { MaxCount = 1, MaxBytes = 1, MaxAge = TimeSpan.Zero });
        Keep(keeper, Write());
        Keep(keeper, Write());
        Assert.True(File.Exists(foreign));
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void An_index_in_use_delays_the_line_to_the_next_snapshot()
    {
        SnapshotKeeper keeper = Keeper(new KeepingLimits { MaxCount = 9 });
        using (new FileStream(Index, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal(KeepingProblem.IndexInUse, Keep(keeper, Write()).Problems);
        }

        Assert.Equal(KeepingProblem.None, Keep(keeper, Write()).Problems);
        Assert.Equal(2, File.ReadAllLines(Index).Length);
    }

    [Fact]
    public void Two_recorders_of_a_folder_list_all_their_snapshots()
    {
        SnapshotKeeper[] keepers =
            [.. Enumerable.Range(0, 2).Select(_ => Keeper(new KeepingLimits { MaxCount = 10 }, patienceSeconds: 60))];
        string[][] files = [.. keepers.Select(_ => Enumerable.Range(0, 30).Select(_ => Write()).ToArray())];
        Thread[] threads = [.. keepers.Select((keeper, index) => new Thread(() =>
            Array.ForEach(files[index], file => Keep(keeper, file, $"rule {index}"))))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(10, Directory.GetFiles(_folder, "*.nettrace").Length);
        Assert.Equal(
            Directory.GetFiles(_folder, "*.nettrace").Select(Path.GetFileName).Order(),
            IndexContent.Read(File.ReadAllBytes(Index), isCut: false).OldestFirst.Select(one => one.File).Order());
    }

    [Fact]
    public void A_huge_index_is_read_in_part_and_replaced()
    {
        using (FileStream huge = File.Create(Index))
        {
            // A file with a hole.
            huge.SetLength(1L << 30);
        }

        long start = Stopwatch.GetTimestamp();
        KeepingOutcome outcome = Keep(Keeper(new KeepingLimits { MaxCount = 1 }), Write());
        Assert.True(outcome.Problems.HasFlag(KeepingProblem.IndexTooLong));
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.Single(File.ReadAllLines(Index));
    }

    [Fact]
    public void A_torn_last_line_does_not_damage_the_next()
    {
        File.WriteAllText(Index, "{\"file\":\"a");
        Assert.Equal(KeepingProblem.DamagedLines, Keep(Keeper(new KeepingLimits()), Write()).Problems);
        Assert.Equal(KeepingProblem.None, Keep(Keeper(new KeepingLimits()), Write()).Problems);
        Assert.Equal(2, File.ReadAllLines(Index).Length);
    }

    [Fact]
    public void A_folder_that_is_gone_is_reported()
    {
        SnapshotKeeper keeper = new(Path.Combine(_folder, "missing"), new KeepingLimits { MaxCount = 1 });
        KeepingOutcome outcome = keeper.Keep("x.nettrace", Manifests.Usual, SnapshotCause.User, "SIGUSR1");
        Assert.Equal(KeepingProblem.IndexFailed, outcome.Problems);
        Assert.NotEqual("", outcome.Detail);
    }

    [Fact]
    public void Free_space_is_made_before_a_snapshot_is_written_but_not_at_the_cost_of_the_newest()
    {
        long free = 0;
        SnapshotKeeper keeper = new(
            _folder, new KeepingLimits { MinFree = new FreeSpaceLimit(0, 0.5) }, _time,
            _ => new FileSystemSpace(free, 20));
        free = 10;
        string[] files = [Write(), Write(), Write()];
        Array.ForEach(files, file => Keep(keeper, file));
        Assert.All(files, file => Assert.True(File.Exists(file)));
        free = 3;
        Assert.Equal(new KeepingOutcome { DeletedCount = 1, DeletedBytes = 8 }, keeper.MakeRoom());
        free = 0;
        Assert.Equal(
            new KeepingOutcome { DeletedCount = 1, DeletedBytes = 8, Unmet = KeepingLimit.Free }, keeper.MakeRoom());
        Assert.Equal([false, false, true], files.Select(File.Exists));
    }

    [Fact]
    public void Unknown_free_space_is_reported()
    {
        SnapshotKeeper keeper = new(_folder, new KeepingLimits { MinFree = new FreeSpaceLimit(1) }, _time, _ => null);
        Assert.Equal(KeepingProblem.FreeSpaceUnknown, keeper.MakeRoom().Problems);
        Assert.Equal(KeepingProblem.FreeSpaceUnknown, Keep(keeper, Write()).Problems);
        Assert.NotNull(FileSystemSpace.Of(_folder));
    }

    private SnapshotKeeper Keeper(KeepingLimits limits, int patienceSeconds = 0) =>
        new(_folder, limits, _time) { Patience = TimeSpan.FromSeconds(patienceSeconds) };

    private KeepingOutcome Keep(SnapshotKeeper keeper, string file, string rule = "gc-pause") => keeper.Keep(
        file, Manifests.Usual with { LastUtc = _time.GetUtcNow().UtcDateTime }, SnapshotCause.Trigger, rule);

    private string Write(string extension = ".nettrace")
    {
        string path = Path.Combine(_folder, $"{_count++}{extension}");
        File.WriteAllText(path, "Nettrace");
        return path;
    }
}
