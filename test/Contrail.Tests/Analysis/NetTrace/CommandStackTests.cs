using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.DescribedEvents;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>From where commands to databases were sent.</summary>
public sealed class CommandStackTests
{
    private const string SqlClient = "Microsoft.Data.SqlClient.EventSource";

    [Fact]
    public void A_logged_command_has_the_stack_of_its_message_and_the_unit_of_its_duration() => Assert.Equal(
        ["SELECT 1 in Orders.Load, unit 1000000"],
        Read(
            (Event(
                "Microsoft-Extensions-Logging", "FormattedMessage", ("Level", 2),
                ("LoggerName", "Microsoft.EntityFrameworkCore.Database.Command"),
                ("FormattedMessage", "Executed DbCommand (0ms) [Parameters=[]]\nSELECT 1")), 1)));

    [Fact]
    public void A_command_of_the_client_has_the_stack_of_its_start() => Assert.Equal(
        ["SELECT 2 in Orders.Load, unit 0"],
        Read(
            (Event(SqlClient, "BeginExecute", ("objectId", 7), ("commandText", "SELECT 2")), 1),
            (Event(SqlClient, "EndExecute", ("objectId", 7), ("compositeState", 1)), 2)));

    [Fact]
    public void An_activity_of_a_client_has_the_stack_of_its_start_or_else_of_its_end()
    {
        (string, string)[] ids = [("TraceId", "t"), ("SpanId", "s")];
        (string, string) tags = ("Tags", "[db.system, x],[db.query.text, SELECT 3]");
        (string, string)[] end = [.. ids, ("DurationTicks", "10"), tags];
        Assert.Equal(["SELECT 3 in Orders.Continue, unit 0"], Read((Activity("ActivityStop", "Npgsql", "a", end), 2)));
        Assert.Equal(
            ["SELECT 3 in Orders.Load, unit 0"],
            Read(
                (Activity("ActivityStart", "Npgsql", "a", ids), 1),
                (Activity("ActivityStop", "Npgsql", "a", end), 2)));
    }

    private static List<string> Read(params (FileEvent Event, int Stack)[] events)
    {
        NetTraceFile file = new NetTraceFile().Stacks(1, [0x1004], [0x2004])
            .Add(RuntimeEvents.MethodRundown(0x1000, 64, "Orders", "Load"), at: 0)
            .Add(RuntimeEvents.MethodRundown(0x2000, 64, "Orders", "Continue"), at: 0);
        foreach ((FileEvent one, int stack) in events)
        {
            file.Add(one, at: 1, stack: stack);
        }

        Commands commands = new();
        using MemoryStream stream = new(file.Whole());
        CancellationToken token = TestContext.Current.CancellationToken;
        Assert.True(NetTraceModel.TryRead(stream, new TraceModel(commands), out _, out _, token));
        return commands.Lines;
    }

    private sealed class Commands : IModelSink
    {
        private TraceContext _context = TraceContext.Empty;

        public ModelNeeds Needs => ModelNeeds.Spans | ModelNeeds.Stacks;

        public List<string> Lines { get; } = [];

        public void OnBegin(TraceContext context) => _context = context;

        public void Add(in Span span) => Lines.Add(
            $"{span.Target} in {_context.Stacks.Place(span.Stack)?.Frame.Name}, unit {span.DurationUnit}");
    }
}
