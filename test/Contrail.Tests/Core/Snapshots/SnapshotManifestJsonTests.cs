using System.Text.Json.Nodes;
using Contrail.Core.Snapshots;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.Snapshots;

public sealed class SnapshotManifestJsonTests
{
    [Fact]
    public void A_written_manifest_is_read_back()
    {
        ManifestLoss loss = new(NetTraceFile.Begin, NetTraceFile.Begin, LossReason.Evicted, 7, null);
        string text = SnapshotManifestJson.Write(Manifests.Usual with { Losses = [loss] });
        Assert.True(SnapshotManifestJson.TryRead(text, out SnapshotManifest? read));
        Assert.Equal(loss, Assert.Single(read!.Losses));
        Assert.Equal(Manifests.Usual.Process, read.Process);
        Assert.Equal(text, SnapshotManifestJson.Write(read));
    }

    [Theory]
    [InlineData("reason")]
    [InlineData("losses")]
    [InlineData("process")]
    [InlineData("host")]
    [InlineData("sessions")]
    [InlineData("symbols")]
    public void Nulls_for_required_elements_of_a_manifest_are_rejected(string name) =>
        AssertRefused(manifest => manifest[name] = null);

    [Theory]
    [InlineData("triggers")]
    [InlineData("profiles")]
    [InlineData("silentProviders")]
    public void A_list_that_an_earlier_version_did_not_write_is_empty(string name)
    {
        JsonObject manifest = JsonNode.Parse(SnapshotManifestJson.Write(Manifests.Usual))!.AsObject();
        Assert.True(manifest.Remove(name));
        Assert.True(SnapshotManifestJson.TryRead(manifest.ToJsonString(), out SnapshotManifest? read));
        Assert.Empty(read!.Triggers);
        Assert.Empty(read.Profiles);
        Assert.Empty(read.SilentProviders);
    }

    [Fact]
    public void Nulls_among_the_elements_of_a_list_are_refused()
    {
        AssertRefused(manifest => manifest["losses"] = new JsonArray((JsonNode?)null));
        AssertRefused(manifest => manifest["sessions"] = new JsonArray((JsonNode?)null));
        AssertRefused(manifest => manifest["triggers"] = new JsonArray((JsonNode?)null));
    }

    [Fact]
    public void Nulls_and_gaps_within_its_parts_are_refused()
    {
        AssertRefused(manifest => manifest["process"]!["name"] = null);
        AssertRefused(manifest => manifest["process"]!.AsObject().Remove("name"));
        AssertRefused(manifest => manifest["losses"] = new JsonArray(new JsonObject { ["count"] = 1 }));
    }

    private static void AssertRefused(Action<JsonObject> change)
    {
        JsonObject manifest = JsonNode.Parse(SnapshotManifestJson.Write(Manifests.Usual))!.AsObject();
        change(manifest);
        Assert.False(SnapshotManifestJson.TryRead(manifest.ToJsonString(), out SnapshotManifest? read));
        Assert.Null(read);
    }
}
