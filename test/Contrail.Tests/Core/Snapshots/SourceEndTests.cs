using Contrail.Core.Snapshots;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.Snapshots;

public sealed class SourceEndTests
{
    [Theory]
    [InlineData(
        "the process died without ending its trace: killed, crashed, or stopped by a signal", RecordingEnd.ProcessDied)]
    [InlineData("the process ended in good order", RecordingEnd.ProcessExited)]
    [InlineData("the session was stopped", RecordingEnd.SessionStopped)]
    [InlineData("the stream broke off though the process lives", RecordingEnd.StreamBroke)]
    [InlineData("the recorder had paused, so it detached from the process", RecordingEnd.Detached)]
    [InlineData("the recorder detached from the process because it was slow", RecordingEnd.Detached)]
    [InlineData("the process died", RecordingEnd.Unknown)]
    [InlineData(null, RecordingEnd.Unknown)]
    public void A_manifest_of_an_earlier_version_has_the_end_of_its_text(string? text, RecordingEnd kind) =>
        Assert.Equal(kind, SourceEnd.KindOf(Manifests.Usual with { EndedHow = text }));

    [Fact]
    public void The_value_counts_before_the_text() => Assert.Equal(
        RecordingEnd.StreamBroke,
        SourceEnd.KindOf(Manifests.Usual with
        {
            EndedHow = SourceEnd.Died.Text,
            Ending = RecordingEnd.StreamBroke,
        }));

    [Fact]
    public void A_value_of_a_later_version_is_unknown()
    {
        string json = SnapshotManifestJson.Write(Manifests.Usual with { Ending = RecordingEnd.Detached });
        Assert.Contains("\"ending\":\"detached\"", json, StringComparison.Ordinal);
        Assert.True(SnapshotManifestJson.TryRead(
            json.Replace("\"detached\"", "\"eaten\"", StringComparison.Ordinal), out SnapshotManifest? read));
        Assert.Equal(RecordingEnd.Unknown, SourceEnd.KindOf(read!));
    }
}
