using System.Text.Json.Nodes;
using Contrail.Core.Formats;
using Contrail.Core.Snapshots;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.Snapshots;

/// <summary>The rules of a manifest.</summary>
public sealed class ManifestTriggerTests
{
    [Fact]
    public void A_manifest_lists_some_rules_and_counts_all()
    {
        SnapshotManifest manifest = Take(20);
        Assert.Equal((16, 20), (manifest.Triggers.Count, manifest.TriggerCount));
        Assert.Equal("rule 0", manifest.Triggers[0].Rule);
        Assert.Equal((3, 3), (Take(3).Triggers.Count, Take(3).TriggerCount));
        Assert.Equal(0, Take(0).TriggerCount);
    }

    [Fact]
    public void A_manifest_of_an_earlier_version_counts_what_it_lists()
    {
        JsonObject manifest = JsonNode.Parse(SnapshotManifestJson.Write(Take(3)))!.AsObject();
        Assert.True(manifest.Remove("triggerCount"));
        Assert.True(SnapshotManifestJson.TryRead(manifest.ToJsonString(), out SnapshotManifest? read));
        Assert.Equal(3, read!.TriggerCount);
        manifest["triggerCount"] = -1;
        Assert.True(SnapshotManifestJson.TryRead(manifest.ToJsonString(), out read));
        Assert.Equal(3, read!.TriggerCount);
    }

    private static SnapshotManifest Take(int count)
    {
        using Recorded recorded = Recorded.Of(
            new NetTraceFile().Add(RuntimeEvents.Custom("Drawn", 1, "Tick"), 1).Torn());
        using Snapshot snapshot = recorded.Snapshot(with: facts => facts with
        {
            Triggers =
            [
                .. Enumerable.Range(0, count)
                    .Select(number => (default(TraceTicks), new ManifestTrigger($"rule {number}", "death", "death"))),
            ],
        });
        return snapshot.Manifest;
    }
}
