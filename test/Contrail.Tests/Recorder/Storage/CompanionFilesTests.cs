using Contrail.Storage;
using Xunit;

namespace Contrail.Tests.Recorder.Storage;

/// <summary>The files next to a trace, when another trace takes its place.</summary>
public sealed class CompanionFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("companions-");

    public void Dispose() => _folder.Delete(recursive: true);

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
