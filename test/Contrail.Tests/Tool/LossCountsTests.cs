using Contrail.Tests.Support;
using Contrail.Core.Snapshots;
using Contrail.Tool.Text;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>A count of losses has a unit, wherever it is shown.</summary>
public sealed class LossCountsTests
{
    public static TheoryData<LossReason> Reasons { get; } = new(Enum.GetValues<LossReason>());

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_reason_has_a_unit_of_its_own(LossReason reason)
    {
        string shown = LossCounts.List([KeyValuePair.Create(reason, 7L)]);
        bool isUnknown = reason == LossReason.Unknown;
        Assert.True(shown.StartsWith("7 of ", StringComparison.Ordinal) == isUnknown, shown);
    }

    [Fact]
    public void A_recorder_and_a_snapshot_show_the_same_unit()
    {
        const string Shown = "83,867 truncated bytes, 1 gap while disconnected";
        Assert.Equal(Shown, LossCounts.List(
        [
            KeyValuePair.Create(LossReason.Truncated, 83_867L), KeyValuePair.Create(LossReason.Disconnected, 1L),
        ]));
        Assert.Equal(
            Shown, LossCounts.List([
                    Loss(LossReason.Truncated, 83_000), Loss(
                        LossReason.Disconnected, 1), Loss(LossReason.Truncated, 867),
                ]));
    }

    [Fact]
    public void Several_addresses_are_addresses() => Assert.Equal(
        "9 method addresses without a name", LossCounts.List([KeyValuePair.Create(LossReason.NamesMissing, 9L)]));

    [Fact]
    public void A_reason_of_a_newer_version_is_read_as_unknown_and_shown_with_its_count()
    {
        string json = SnapshotManifestJson.Write(Manifests.Usual with { Losses = [Loss(LossReason.Evicted, 2)] })
            .Replace("evicted", "newReason", StringComparison.Ordinal);
        Assert.True(SnapshotManifestJson.TryRead(json, out SnapshotManifest? manifest));
        Assert.Equal("2 of an unknown reason", LossCounts.List(manifest!.Losses));
    }

    [Fact]
    public void Counts_whose_sum_exceeds_a_number_are_shown() =>
        Assert.StartsWith(
            "1,000,000,000,000,000,000 ",
            LossCounts.List([Loss(LossReason.Truncated, long.MaxValue), Loss(LossReason.Truncated, long.MaxValue)]),
            StringComparison.Ordinal);

    [Fact]
    public void No_loss_is_an_empty_list() => Assert.Equal("", LossCounts.List(Array.Empty<ManifestLoss>()));

    private static ManifestLoss Loss(LossReason reason, long count) =>
        new(DateTime.UnixEpoch, DateTime.UnixEpoch, reason, count);
}
