using Contrail.Core.Snapshots;
using Contrail.Storage;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Storage;

/// <summary>The files next to a trace, when another trace takes its place.</summary>
public sealed class CompanionFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("companions-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Without the manifest it can be the original of a repair, or a recording of its own.</summary>
    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData(".nettrace", true)]
    [InlineData("/etc/passwd", false)]
    public void A_nettrace_file_belongs_to_a_trace_whose_manifest_names_it(string? named, bool belongs)
    {
        string trace = Path.Combine(_folder.FullName, "a.trace");
        File.WriteAllText(trace + ".nettrace", "Nettrace and more");
        if (named is not null)
        {
            WriteManifest(trace, named);
        }

        Assert.Equal(belongs, CompanionFiles.Of(trace).Contains(trace + ".nettrace"));
        CompanionFiles.RemoveStale(trace, []);
        Assert.Equal(!belongs, File.Exists(trace + ".nettrace"));
    }

    private static void WriteManifest(string trace, string laneFile) => File.WriteAllText(
        trace + SnapshotCompanion.ManifestSuffix,
        SnapshotManifestJson.Write(Manifests.Usual with { LaneFile = laneFile.Length == 0 ? null : laneFile }));

    [Fact]
    public void A_companion_that_cannot_be_removed_fails_no_snapshot_and_keeps_no_other()
    {
        string trace = Path.Combine(_folder.FullName, "a.nettrace");
        string[] companions = [trace + ".torn", trace + ".0.earlier.trace", trace + ".1.earlier.trace"];
        Array.ForEach(companions, file => File.WriteAllText(file, ""));
        IReadOnlyList<string> before = CompanionFiles.Of(trace);
        Assert.Equal(companions.Order(), before.Order());
        List<string> tried = [];
        CompanionFiles.RemoveStale(trace, [], file =>
        {
            tried.Add(file);
            throw tried.Count % 2 == 0 ? new IOException(file) : new UnauthorizedAccessException(file);
        });
        Assert.Equal(before, tried);
        CompanionFiles.RemoveStale(trace, [".torn"]);
        Assert.Equal([companions[0]], CompanionFiles.Of(trace));
    }
}
