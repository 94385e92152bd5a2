using Contrail.Storage;
using Xunit;

namespace Contrail.Tests.Recorder.Storage;

/// <summary>The files next to a trace, when another trace takes its place.</summary>
public sealed class CompanionFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("companions-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("a.trace", "Nettrace and more", true)]
    [InlineData("a.trace", "notes", false)]
    [InlineData("a.trace", "Net", false)]
    [InlineData("a.nettrace", "Nettrace and more", false)]
    public void A_nettrace_file_belongs_to_a_trace_of_another_format(string name, string content, bool belongs)
    {
        string trace = Path.Combine(_folder.FullName, name);
        File.WriteAllText(trace + ".nettrace", content);
        Assert.Equal(belongs ? [trace + ".nettrace"] : [], CompanionFiles.Of(trace));
    }

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
