using Contrail.Agent.Keeping;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Agent.Keeping;

/// <summary>Which snapshots are deleted, compared with a simple model.</summary>
public sealed class KeepingPolicyTests
{
    private static readonly DateTime Now = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private static readonly string[] Processes = ["shop", "api"];
    private static readonly string[] Names = ["", "gc-pause", "exception"];

    private static readonly Gen<KeptSnapshot> Snapshots =
        from process in Gen.Int[0, 1].Select(index => Processes[index])
        from name in Gen.Int[0, 2].Select(index => Names[index])
        from hours in Gen.Int[-2, 100]
        from bytes in Gen.Long[0, 50]
        from companions in Gen.Long[0, 5]
        select new KeptSnapshot(
            "", process, 1, SnapshotCause.Trigger, name, Now.AddHours(-hours), bytes, companions, 10);

    private static readonly Gen<KeepingLimits> Limits =
        from count in Gen.Int[0, 8]
        from bytes in Gen.Long[0, 300]
        from hours in Gen.Int[0, 100]
        from used in Gen.Int[0, 7]
        select new KeepingLimits
        {
            MaxCount = (used & 1) != 0 ? count : null,
            MaxBytes = (used & 2) != 0 ? bytes : null,
            MaxAge = (used & 4) != 0 ? TimeSpan.FromHours(hours) : null,
        };

    private static readonly Gen<(List<KeptSnapshot> Snapshots, KeepingLimits Limits, long Missing)> Folders =
        Gen.Select(
            Snapshots.List[0, 12].Select(list => list.Select((one, index) => one with { File = $"{index}" }).ToList()),
            Limits,
            Gen.Long[-10, 200]);

    [Fact]
    public void Deletes_what_a_simple_model_deletes() => Folders.Sample(folder =>
    {
        KeepingPlan plan = KeepingPolicy.Decide(folder.Snapshots, folder.Limits, Now, folder.Missing);
        Assert.Equal(Model(folder.Snapshots, folder.Limits, folder.Missing), plan.Deleted);
    });

    [Fact]
    public void The_newest_of_each_process_and_reason_remains() => Folders.Sample(folder =>
    {
        KeepingPlan plan = KeepingPolicy.Decide(folder.Snapshots, folder.Limits, Now, folder.Missing);
        Assert.All(
            folder.Snapshots.GroupBy(one => (one.Process, one.Name)),
            group => Assert.DoesNotContain(group.Last(), plan.Deleted));
    });

    [Fact]
    public void A_limit_that_is_reported_as_met_is_met() => Folders.Sample(folder =>
    {
        KeepingPlan plan = KeepingPolicy.Decide(folder.Snapshots, folder.Limits, Now, folder.Missing);
        List<KeptSnapshot> rest = [.. folder.Snapshots.Except(plan.Deleted)];
        Assert.Equal(rest.Count > folder.Limits.MaxCount, plan.Unmet.HasFlag(KeepingLimit.Count));
        Assert.Equal(
            rest.Sum(one => one.TotalBytes) > folder.Limits.MaxBytes, plan.Unmet.HasFlag(KeepingLimit.Bytes));
        Assert.Equal(
            rest.Any(one => Now - one.Utc > folder.Limits.MaxAge), plan.Unmet.HasFlag(KeepingLimit.Age));
        Assert.Equal(
            plan.Deleted.Sum(one => one.TotalBytes) < folder.Missing, plan.Unmet.HasFlag(KeepingLimit.Free));
    });

    [Fact]
    public void Without_a_limit_nothing_is_deleted() => Folders.Sample(folder =>
        Assert.Empty(KeepingPolicy.Decide(folder.Snapshots, new KeepingLimits(), Now, 0).Deleted));

    [Fact]
    public void A_part_of_a_file_system_is_a_limit_in_bytes()
    {
        Assert.Equal(50, new FreeSpaceLimit(7, 0.05).On(1_000));
        Assert.Equal(7, new FreeSpaceLimit(7).On(1_000));
    }

    // As long as a limit is exceeded, the oldest that is not the newest of its kind is deleted.
    private static List<KeptSnapshot> Model(List<KeptSnapshot> snapshots, KeepingLimits limits, long missing)
    {
        List<KeptSnapshot> rest = [.. snapshots];
        List<KeptSnapshot> deleted = [];
        while (true)
        {
            bool isOver = rest.Count > limits.MaxCount || rest.Sum(one => one.TotalBytes) > limits.MaxBytes
                || deleted.Sum(one => one.TotalBytes) < missing;
            KeptSnapshot? next = rest.Find(one =>
                rest.FindLastIndex(other => (other.Process, other.Name) == (one.Process, one.Name)) > rest.IndexOf(one)
                && (isOver || Now - one.Utc > limits.MaxAge));
            if (next is null)
            {
                return [.. snapshots.Where(deleted.Contains)];
            }

            rest.Remove(next);
            deleted.Add(next);
        }
    }
}
