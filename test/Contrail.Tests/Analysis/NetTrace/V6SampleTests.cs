using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>Samples of several processes in files of nettrace 6 have the names of the code of their process.</summary>
public sealed class V6SampleTests
{
    private static readonly (string, byte[])[] MappingFields =
    [
        ("Id", [21]), ("StartAddress", [21]), ("EndAddress", [21]), ("FileOffset", [21]), ("FileName", [19, 23]),
        ("MetadataId", [21]),
    ];

    private static readonly (string, byte[])[] SymbolFields =
    [
        ("Id", [21]), ("MappingId", [21]), ("StartAddress", [21]), ("EndAddress", [21]), ("Name", [19, 23]),
    ];

    [Fact]
    public void Each_process_has_its_own_code_at_an_address()
    {
        byte[] file = Described()
            .Stacks(1, [0x1010, 0x2000, 0xFFFF_FFFF_8000_0010])
            .Event(5, 10, thread: 1, [1], stack: 1).Event(5, 20, thread: 2, [1], stack: 1)
            .Event(5, 30, thread: 1, [1], stack: 1).Whole();
        SampleSink sink = SampleSink.Of(file);
        string[] shop = ["Shop.Cart.Add(int32) Own Shop", "0x2000 Unknown ", "do_syscall Native vmlinux"];
        string[] other = ["0x1010 Native libother.so", "0x2000 Unknown ", "do_syscall Native vmlinux"];
        Assert.Equal([(1001L, 0.0), (2001L, 10.0), (1001L, 20.0)], sink.Moments);
        Assert.Equal([shop, other, shop], sink.Frames);
        Assert.All(sink.Kinds, kind => Assert.Equal(SampleKind.Cpu, kind));
        Assert.Equal("main", sink.Context.Threads.RoleOf(1001));
    }

    [Fact]
    public void A_range_that_ends_before_it_starts_names_nothing()
    {
        byte[] file = new V6File().Thread(1, 1001, 42)
            .Row(1, "Universal.System", 3, "ProcessMapping", null, MappingFields)
            .Row(5, "Universal.Events", 0, "cpu", null, ("Value", [21]))
            .Event(1, 1, thread: 1, Mapping(1, 0x3000, 0x1000, "/app/x"))
            .CloseBlock().Stacks(1, [0x2000]).Event(5, 10, thread: 1, [1], stack: 1).Whole();
        Assert.Equal(["0x2000 Unknown "], Assert.Single(SampleSink.Of(file).Frames));
    }

    private static V6File Described() => new V6File()
        .Thread(1, 1001, 42, "main").Thread(2, 2001, 43)
        .Row(1, "Universal.System", 3, "ProcessMapping", null, MappingFields)
        .Row(2, "Universal.System", 4, "ProcessSymbol", null, SymbolFields)
        .Row(5, "Universal.Events", 0, "cpu", null, ("Value", [21]))
        .Event(1, 1, thread: 1, Mapping(1, 0x1000, 0x1FFF, "/memfd:doublemapper"))
        .Event(1, 2, thread: 2, Mapping(2, 0x1000, 0x1FFF, "/usr/lib/libother.so"))
        .Event(1, 3, thread: 1, Mapping(3, 0xFFFF_FFFF_8000_0000, ulong.MaxValue, "vmlinux"))
        .Event(2, 4, thread: 1, Symbol(1, 0x1000, 0x10FF, "void [Shop] Shop.Cart::Add(int32)[OptimizedTier1]"))
        .Event(2, 5, thread: 1, Symbol(3, 0xFFFF_FFFF_8000_0000, 0xFFFF_FFFF_8000_00FF, "do_syscall"))
        .CloseBlock();

    private static byte[] Mapping(ulong id, ulong start, ulong end, string file) => new PayloadWriter()
        .Var(id).Var(start).Var(end).Var(0).ShortUtf8(file).Var(0).ToArray();

    private static byte[] Symbol(ulong mapping, ulong start, ulong end, string name) => new PayloadWriter()
        .Var(9).Var(mapping).Var(start).Var(end).ShortUtf8(name).ToArray();

    private sealed class SampleSink : IModelSink
    {
        public ModelNeeds Needs => ModelNeeds.Samples | ModelNeeds.Stacks;

        public TraceContext Context { get; private set; } = TraceContext.Empty;

        public List<(long Thread, double Milliseconds)> Moments { get; } = [];

        public List<SampleKind> Kinds { get; } = [];

        public List<string[]> Frames { get; } = [];

        public static SampleSink Of(byte[] file)
        {
            SampleSink sink = new();
            using MemoryStream stream = new(file);
            Assert.True(NetTraceModel.TryRead(stream, sink, out _, out _, CancellationToken.None));
            return sink;
        }

        public void OnBegin(TraceContext context) => Context = context;

        public void Add(in Sample sample)
        {
            Moments.Add((sample.ExecutionId, sample.Time.Nanoseconds / 1e6));
            Kinds.Add(sample.Kind);
            StackId stack = sample.Stack;
            Frames.Add([
                .. Enumerable.Range(0, Context.Stacks.Depth(stack))
                    .Select(index => Describe(Context.Stacks.Frame(stack, index))),
            ]);
        }

        private static string Describe(StackFrame frame) =>
            $"{(frame.IsNamed ? frame.FullName : $"0x{frame.Address:x}")} {frame.Origin} {frame.Module}";
    }
}
