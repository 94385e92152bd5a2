using Contrail.Tests.Support;
using Contrail.Tool.Text;
using Xunit;

namespace Contrail.Tests.Core.Snapshots;

/// <summary>Providers that were requested and sent nothing.</summary>
public sealed class SilentProviderTests
{
    [Fact]
    public void A_provider_without_any_event_is_in_the_manifest()
    {
        SnapshotManifest manifest = Take(["drawn", "Misspelt"], hasNoEventSources: false);
        Assert.Equal(["Misspelt"], manifest.SilentProviders);
        Assert.Null(manifest.SilentBecause);
        Assert.StartsWith("no events from Misspelt (", ProviderText.Silent(manifest), StringComparison.Ordinal);
    }

    [Fact]
    public void The_reason_is_given_where_event_sources_are_turned_off()
    {
        SnapshotManifest manifest = Take(["Misspelt"], hasNoEventSources: true);
        Assert.Contains("runtimeconfig.json", ProviderText.Silent(manifest), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_listed_when_each_provider_sent_an_event()
    {
        SnapshotManifest manifest = Take(["Drawn"], hasNoEventSources: true);
        Assert.Null(ProviderText.Silent(manifest));
        Assert.Null(manifest.SilentBecause);
    }

    [Fact]
    public void Many_are_counted() => Assert.StartsWith(
        "no events from a, b, c, d, e and 2 more",
        ProviderText.Silent(Take(["a", "b", "c", "d", "e", "f", "g"], false)),
        StringComparison.Ordinal);

    [Fact]
    public void A_program_without_a_method_of_its_own_has_missing_names()
    {
        using Recorded recorded = Recorded.Of(new NetTraceFile()
            .Stacks(1, [0x1000]).Add(RuntimeEvents.Custom("Drawn", 1, "Tick"), 1, stack: 1).Torn());
        using Snapshot snapshot = recorded.Snapshot(
            with: facts => facts with { Symbols = new SymbolFacts(RundownOutcome.Done, 0.1, 0, 0) });
        Assert.Contains(snapshot.Manifest.Losses, loss => loss.Reason == LossReason.NamesMissing);
    }

    private static SnapshotManifest Take(IReadOnlyList<string> providers, bool hasNoEventSources)
    {
        using Recorded recorded = Recorded.Of(
            new NetTraceFile().Add(RuntimeEvents.Custom("Drawn", 1, "Tick"), 1).Torn());
        using Snapshot snapshot = recorded.Snapshot(
            with: facts => facts with { Providers = providers, HasNoEventSources = hasNoEventSources });
        return snapshot.Manifest;
    }
}
