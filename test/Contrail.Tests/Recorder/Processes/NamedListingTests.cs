using Contrail.Discovery;
using Contrail.Processes;
using Contrail.Tests.Recorder.Ipc;
using Xunit;

namespace Contrail.Tests.Recorder.Processes;

/// <summary>Which processes are inspected while a process of a name is awaited.</summary>
public sealed class NamedListingTests : IDisposable
{
    private const int Pid = 4;

    private readonly FakeProc _proc = new(ownUid: 1000);
    private readonly List<int> _inspected = [];
    private readonly NamedListing _listing;

    public NamedListingTests()
    {
        _listing = new NamedListing("Shop", new ProcDirectory(_proc.Root), Inspect);
        for (int pid = 1; pid <= 5; pid++)
        {
            Run(pid, "sleep", "600");
        }
    }

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void Only_processes_of_the_name_are_inspected_in_any_round()
    {
        ListOften();
        Assert.Empty(_inspected);
        Run(Pid, "dotnet", "/srv/shop.dll");
        _proc.Add(Pid, uid: 1000, startTicks: 101);
        Assert.Equal([Pid], _listing.List().Select(target => target.Pid));
        Assert.Equal([Pid], _listing.List().Select(target => target.Pid));
        Assert.Equal([Pid, Pid], _inspected);
    }

    [Fact]
    public void Arguments_of_a_rejected_process_are_seldom_read_again_and_a_change_of_them_alone_is_found()
    {
        ListOften();
        Run(Pid, "Shop");
        int roundCount = 1;
        while (_listing.List().Count == 0)
        {
            roundCount++;
        }

        Assert.Equal(17, roundCount);
    }

    [Fact]
    public void A_new_process_with_the_id_of_a_rejected_one_is_found_at_once()
    {
        ListOften();
        Run(Pid, "Shop");
        _proc.Add(Pid, uid: 1000, startTicks: 101);
        Assert.Single(_listing.List());
    }

    [Fact]
    public void A_rejected_process_that_runs_another_program_is_found_at_once()
    {
        ListOften();
        Run(Pid, "Shop");
        _proc.Write($"{Pid}/stat", File.ReadAllText($"{_proc.Root}/{Pid}/stat").Replace(
            "(app)", "(a ) b(", StringComparison.Ordinal));
        Assert.Single(_listing.List());
    }

    [Theory]
    [InlineData("7 (a) b) S 1 2 3 0 -1 4 1 0 0 0 5 6 0 0 20 0 13 0 88 1", "a) b", 88ul)]
    [InlineData("7 () S 1 2 3 0 -1 4 1 0 0 0 5 6 0 0 20 0 13 0 18446744073709551615", "", ulong.MaxValue)]
    [InlineData("7 (a) S 1 2 3 0 -1 4 1 0 0 0 5 6 0 0 20 0 13 0 8x8 1", null, 0ul)]
    [InlineData("7 (a) S 1 2 3", null, 0ul)]
    [InlineData(")(", null, 0ul)]
    [InlineData("", null, 0ul)]
    public void Identity_is_read_from_one_line(string line, string? name, ulong startTicks)
    {
        bool isRead = ProgramIdentity.TryParse(System.Text.Encoding.UTF8.GetBytes(line), out ProgramIdentity identity);
        Assert.Equal(name is not null, isRead);
        Assert.Equal((name ?? "", startTicks), isRead ? (identity.Name, identity.StartTicks) : ("", 0));
    }

    // Until the interval between two comparisons of the same process is at its maximum.
    private void ListOften()
    {
        for (int round = 0; round < 21; round++)
        {
            Assert.Empty(_listing.List());
        }
    }

    private void Run(int pid, params string[] arguments)
    {
        _proc.Add(pid, uid: 1000);
        _proc.Write($"{pid}/cmdline", string.Join('\0', arguments) + '\0');
    }

    private IReadOnlyList<ListedTarget> Inspect(IReadOnlyList<int> pids)
    {
        _inspected.AddRange(pids);
        return [.. pids.Select(pid => new ListedTarget
        {
            Pid = pid, Name = "shop", CommandLine = "", Status = Attachability.Ready,
        })];
    }
}
