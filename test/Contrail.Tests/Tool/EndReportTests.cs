using Contrail.Tests.Support;
using Contrail.Tool.Files;
using Contrail.Tool.Foreground;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>The page that <c>contrail record --report</c> prints about its last snapshot.</summary>
public sealed class EndReportTests : IDisposable
{
    private readonly string _file =
        Path.Combine(Directory.CreateTempSubdirectory("contrail-report-").FullName, "a.nettrace");

    private readonly List<string> _pages = [];
    private readonly List<string> _notes = [];

    public EndReportTests() => File.WriteAllBytes(_file, GoldenTraces.NetTrace);

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Theory]
    [InlineData("exceptions", "Shop.OutOfStock")]
    [InlineData("summary", "Exceptions  ")]
    public void The_page_of_the_snapshot_is_written_in_one_piece(string name, string expected)
    {
        Report(name, _file, isCanceled: false);
        Assert.Contains(expected, Assert.Single(_pages));
        Assert.Empty(_notes);
    }

    [Fact]
    public void A_damaged_snapshot_has_the_page_up_to_the_damage_and_a_note()
    {
        File.WriteAllBytes(_file, GoldenTraces.NetTrace[..^1]);
        Report("exceptions", _file, isCanceled: false);
        Assert.Contains("Shop.OutOfStock", Assert.Single(_pages));
        Assert.Contains("only the part before it is shown", Assert.Single(_notes));
    }

    [Fact]
    public void A_snapshot_that_cannot_be_read_is_a_note_with_the_command_for_later()
    {
        string missing = _file + "2";
        Report("exceptions", missing, isCanceled: false);
        Assert.Empty(_pages);
        Assert.Contains($"contrail view exceptions {missing}", Assert.Single(_notes));
    }

    [Fact]
    public void A_stop_request_cancels_the_report()
    {
        // A pipe without data keeps the report reading.
        using System.IO.Pipes.AnonymousPipeServerStream pipe = new(System.IO.Pipes.PipeDirection.Out);
        string path = $"/proc/self/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}";
        Report("summary", path, isCanceled: true);
        Assert.Empty(_pages);
        string note = Assert.Single(_notes);
        Assert.StartsWith("no report: a stop request arrived.", note, StringComparison.Ordinal);
        Assert.EndsWith($"contrail summary {path}", note, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_listed_name_is_a_page() =>
        Assert.All(FileReport.Names, name => Assert.NotNull(FileReport.Find(name, out _)));

    private void Report(string name, string path, bool isCanceled)
    {
        FileReport page = FileReport.Find(name, out string problem) ?? throw new ArgumentException(problem);
        new EndReport(page, _pages.Add, _notes.Add, isTerminal: false).Write(path, () => isCanceled);
    }
}
