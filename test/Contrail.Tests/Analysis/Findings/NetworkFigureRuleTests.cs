using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules.Machine;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.FigureRecords;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

/// <summary>Connections and segments, by the figures of the network namespace.</summary>
public sealed class NetworkFigureRuleTests
{
    private const int Seconds = 10;

    [Theory]
    [InlineData(40, "Warning")]
    [InlineData(2, "Info")]
    [InlineData(0, null)]
    public void A_listener_whose_queue_stays_full_is_a_finding(int overflows, string? severity)
    {
        FindingRecords records = new(ListenOverflowRule.Rule);
        Run(records, _ => new() { ["ListenOverflows"] = overflows, ["SynRetransmits"] = overflows });
        Finding? finding = records.Findings().SingleOrDefault();
        Assert.Equal(severity, finding?.Severity.ToString());
        Assert.True(finding is null || finding.Confidence == FindingConfidence.Medium);
    }

    [Fact]
    public void A_full_queue_shows_its_figures_and_its_time()
    {
        FindingRecords records = new(ListenOverflowRule.Rule);
        Run(records, second => new() { ["ListenOverflows"] = second < 6 ? 0 : 40, ["ConnectionsAccepted"] = 3 });
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(
            "A listening socket is full: the kernel dropped 40 connection requests each second for 4 s, because the "
                + "connections before them were not accepted. Each client waits a second or longer.",
            finding.Headline);
        Assert.Equal((At(6_000), At(10_000)), (finding.Range!.Value.Start, finding.Range.Value.End));
        Assert.Equal(
            [
                "machine/network/13/listenOverflows 40", "machine/figures/7/change 160",
                "machine/network/13/connectionsAccepted 3",
            ],
            Cells(finding));
    }

    [Fact]
    public void One_burst_of_connections_is_no_finding()
    {
        FindingRecords records = new(
            ListenOverflowRule.Rule, TcpRetransmitsRule.Rule, TcpResetsRule.Rule);
        Run(records, second => second != 4 ? Idle() : new()
        {
            ["ListenOverflows"] = 900,
            ["Retransmits"] = 500,
            ["SegmentsSent"] = 1_000,
            ["ConnectionsReset"] = 400,
            ["ConnectionsFailed"] = 400,
            ["ConnectionsOpened"] = 400,
        });
        Assert.Empty(records.Findings());
    }

    [Theory]
    [InlineData(100, 1_000, 0, "Warning", "the network")]
    [InlineData(30, 1_000, 0, "Info", "the network")]
    [InlineData(30, 10, 30, "Warning", "peers that do not answer connection requests")]
    [InlineData(100, 20_000, 0, null, null)]
    [InlineData(2, 10, 2, null, null)]
    public void Segments_that_are_sent_again_are_a_finding_by_their_share(
        int retransmits, int sent, int ofRequests, string? severity, string? culprit)
    {
        FindingRecords records = new(TcpRetransmitsRule.Rule);
        Run(records, _ => new()
        {
            ["Retransmits"] = retransmits,
            ["SegmentsSent"] = sent,
            ["SynRetransmits"] = ofRequests,
        });
        Finding? finding = records.Findings().SingleOrDefault();
        Assert.Equal((severity, culprit), (finding?.Severity.ToString(), finding?.Culprit));
    }

    [Theory]
    [InlineData("ConnectionsReset", 40, 60, "Warning")]
    [InlineData("ConnectionsReset", 8, 16, "Info")]
    [InlineData("ConnectionsReset", 40, 400, null)]
    [InlineData("ConnectionsReset", 3, 3, null)]
    [InlineData("ConnectionsFailed", 40, 40, "Warning")]
    [InlineData("ConnectionsFailed", 40, 400, null)]
    public void Connections_that_are_reset_or_refused_are_a_finding_by_their_share(
        string figure, int count, int opened, string? severity)
    {
        FindingRecords records = new(TcpResetsRule.Rule);
        Run(records, _ => new() { [figure] = count, ["ConnectionsOpened"] = opened });
        Finding? finding = records.Findings().SingleOrDefault();
        Assert.Equal(severity, finding?.Severity.ToString());
        Assert.True(finding is null || finding.Culprit == (figure == "ConnectionsReset"
            ? "resets of connections"
            : "connections that are refused or abandoned"));
    }

    [Fact]
    public void Connection_requests_that_a_full_queue_drops_are_its_effect()
    {
        FindingRecords records = new(ListenOverflowRule.Rule, TcpRetransmitsRule.Rule);
        Run(records, _ => new()
        {
            ["ListenOverflows"] = 40,
            ["Retransmits"] = 40,
            ["SynRetransmits"] = 40,
            ["SegmentsSent"] = 100,
        });
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("listen-overflow", finding.Rule);
        Assert.Equal(["tcp-retransmits"], finding.Effects.Select(one => one.Rule));
    }

    [Fact]
    public void A_figure_that_the_kernel_does_not_have_leaves_a_rule_open()
    {
        FindingRecords records = new(ListenOverflowRule.Rule, TcpRetransmitsRule.Rule, TcpResetsRule.Rule);
        for (int second = 0; second <= Seconds; second++)
        {
            records.Model.Add(Network(1_000 * second, ("Retransmits", second), ("SegmentsSent", 100 * second)));
        }

        FindingReport report = records.Report();
        Assert.Equal(
            ["listen-overflow NotRecorded", "tcp-resets NotRecorded"],
            report.Unexamined.Select(one => $"{one.Rule.Name} {one.Gap}"));
        Assert.Equal(["tcp-retransmits"], report.Examined.Select(one => one.Name));
    }

    private static Dictionary<string, long> Idle() => new() { ["SegmentsSent"] = 10 };

    private static IEnumerable<string> Cells(Finding finding) =>
        finding.Evidence.Select(one => FormattableString.Invariant($"{one.Id} {one.Value.AsNumber:0.###}"));

    // The kernel counts from the start of the namespace.
    private static void Run(FindingRecords records, Func<int, Dictionary<string, long>> course)
    {
        Dictionary<string, long> totals = new()
        {
            ["SegmentsSent"] = 1_000,
            ["ListenOverflows"] = 7,
            ["ConnectionsOpened"] = 50,
            ["ConnectionsAccepted"] = 50,
        };
        foreach (string name in (string[])["Retransmits", "SynRetransmits", "ConnectionsReset", "ConnectionsFailed"])
        {
            totals[name] = 5;
        }

        for (int second = 0; second <= Seconds; second++)
        {
            records.Model.Add(Network(1_000 * second, [.. totals.Select(pair => (pair.Key, pair.Value))]));
            foreach ((string name, long count) in course(second))
            {
                totals[name] += count;
            }
        }
    }
}
