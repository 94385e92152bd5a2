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
        string name = reason.ToString();
        string unknown = LossCounts.List([Loss(char.ToLowerInvariant(name[0]) + name[1..] + "2", 7)]);
        string shown = LossCounts.List([KeyValuePair.Create(reason, 7L)]);
        Assert.StartsWith("7 of ", unknown, StringComparison.Ordinal);
        Assert.False(shown.StartsWith("7 of ", StringComparison.Ordinal), shown);
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
            Shown, LossCounts.List([Loss("truncated", 83_000), Loss("disconnected", 1), Loss("truncated", 867)]));
    }

    [Fact]
    public void Several_addresses_are_addresses() => Assert.Equal(
        "9 method addresses without a name", LossCounts.List([KeyValuePair.Create(LossReason.NamesMissing, 9L)]));

    [Fact]
    public void A_reason_of_a_newer_version_is_shown_with_its_count() =>
        Assert.Equal("2 of newReason", LossCounts.List([Loss("newReason", 2)]));

    [Fact]
    public void Counts_whose_sum_exceeds_a_number_are_shown() =>
        Assert.StartsWith(
            "1,000,000,000,000,000,000 ",
            LossCounts.List([Loss("truncated", long.MaxValue), Loss("truncated", long.MaxValue)]),
            StringComparison.Ordinal);

    [Fact]
    public void No_loss_is_an_empty_list() => Assert.Equal("", LossCounts.List(Array.Empty<ManifestLoss>()));

    private static ManifestLoss Loss(string reason, long count) =>
        new(DateTime.UnixEpoch, DateTime.UnixEpoch, reason, count);
}
