using Contrail.Analysis.Views.Catalog;
using Contrail.Tests.Support;
using Contrail.Tool;
using Xunit;

namespace Contrail.Tests.Tool;

public sealed class ViewCommandTests : IDisposable
{
    private readonly string _file =
        Path.Combine(Directory.CreateTempSubdirectory("contrail-view-").FullName, "a.nettrace");

    public ViewCommandTests() => File.WriteAllBytes(_file, GoldenTraces.NetTrace);

    public static TheoryData<string> Views { get; } = [.. ViewCatalog.All.Select(view => view.Name)];

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Theory]
    [MemberData(nameof(Views))]
    public void Every_view_answers_on_a_page_in_json_and_in_csv(string view)
    {
        string[] options = view == "callers" ? ["--method", "Pay"] : [];
        string page = Run(ExitCodes.Done, ["view", view, _file, .. options]).Output;
        Assert.StartsWith(ViewCatalog.Find(view)!.Question, page, StringComparison.Ordinal);
        string json = Run(ExitCodes.Done, ["view", view, _file, "--json", .. options]).Output;
        Assert.Contains("\"schema\": \"contrail.view/1\"", json);
        string csv = Run(ExitCodes.Done, ["view", view, _file, "--csv", .. options]).Output;
        string columns = string.Join(',', ViewCatalog.Find(view)!.Tables[0].Columns.Select(column => column.Name));
        Assert.StartsWith(columns + "\r\n", csv, StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_has_every_view_with_its_question()
    {
        string list = Run(ExitCodes.Done, ["view", "--list"]).Output;
        Assert.All(ViewCatalog.All, view => Assert.Contains($"{view.Name.PadRight(16)} {view.Question}", list));
    }

    [Theory]
    [InlineData("exception", "", "Unknown view 'exception'. Did you mean 'exceptions'?")]
    [InlineData("callers", "", "requires a method: --method NAME")]
    [InlineData("stacks", "--of nothing", "no stacks of 'nothing': use samples")]
    [InlineData("exceptions", "--table nothing", "no table 'nothing'. Its tables are: exceptions, throwers.")]
    public void What_cannot_be_answered_is_refused_before_the_file_is_read(string view, string options, string fault)
    {
        string[] words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(fault, Run(ExitCodes.Usage, ["view", view, "missing.nettrace", .. words]).Error);
    }

    [Fact]
    public void A_torn_file_has_the_answer_up_to_the_tear_and_the_exit_code_of_a_failure()
    {
        File.WriteAllBytes(_file, GoldenTraces.NetTrace[..^1]);
        (string output, string error) = Run(ExitCodes.Failed, ["view", "exceptions", _file]);
        Assert.Contains("Shop.OutOfStock", output);
        Assert.Contains("only the part before it is shown", error);
    }

    [Fact]
    public void Rows_beyond_the_requested_number_are_counted()
    {
        string page = Run(ExitCodes.Done, ["view", "providers", _file, "--top", "1", "--table", "events"]).Output;
        Assert.Matches("… [0-9]+ more rows\n", page);
    }

    private static (string Output, string Error) Run(int exitCode, string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = CommandLine.Run(arguments, output, error);
        Assert.Equal((exitCode, ""), (code, code == exitCode ? "" : error.ToString()));
        return (output.ToString(), error.ToString());
    }
}
