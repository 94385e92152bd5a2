using System.Buffers;
using System.Text;
using Contrail.Analysis.GoTrace.Text;
using Contrail.Core.Formats;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Analysis.GoTrace;

/// <summary>The two texts of a trace, and the way back.</summary>
public sealed class GoTextTests
{
    [Fact]
    public void Events_are_printed_as_by_Gos_tool() =>
        Assert.Equal(
            """
            M=-1 P=-1 G=-1 Sync Time=1000 N=1 Trace=1000 Mono=1000 Wall=2026-01-01T00:00:00Z
            M=7 P=-1 G=-1 StateTransition Time=1001 ProcID=0 Undetermined->Running Reason=""
            M=7 P=0 G=-1 StateTransition Time=1002 GoID=1 Undetermined->Running Reason=""
            M=7 P=0 G=1 Metric Time=1003 Name="/gc/heap/goal:bytes" Value=Value{Uint64(9)}
            M=7 P=0 G=1 StateTransition Time=1004 GoID=2 NotExist->Runnable Reason=""
            TransitionStack=
            	main @ 0x10
            		a.go:5

            Stack=

            M=7 P=0 G=1 RangeBegin Time=1005 Name="stop-the-world (two)" Scope=Goroutine(1)
            M=7 P=0 G=1 RangeEnd Time=1006 Name="stop-the-world (two)" Scope=Goroutine(1) Attributes=[]
            M=7 P=0 G=1 Log Time=1007 Task=5 Category="one" Message="two"
            M=7 P=0 G=1 Experimental Time=1008 Name=HeapObject Args=[id=Value{Uint64(8)}, type=Value{Uint64(9)}]
            M=7 P=0 G=1 StateTransition Time=1009 GoID=1 Running->Waiting Reason="one"
            TransitionStack=
            	main @ 0x10
            		a.go:5

            Stack=
            	main @ 0x10
            		a.go:5

            M=-1 P=-1 G=-1 Sync Time=1010 N=2

            """,
            GoReading.Of(GoDrawing.Trace(
                26,
                "7: ProcStatus 1 0 1, GoStatus 1 1 7 2, HeapGoal 1 9, GoCreate 1 2 1 2, STWBegin 1 2 0, STWEnd 1, "
                + "UserLog 1 5 1 2 0, HeapObject 1 8 9, GoBlock 1 1 1")).Text);

    [Fact]
    public void A_sweep_reports_its_result() =>
        Assert.EndsWith(
            "Scope=Proc(0) Attributes=[\"bytes swept\"=Value{Uint64(3)} \"bytes reclaimed\"=Value{Uint64(4)}]",
            GoReading.Of(GoDrawing.Trace(26, "7: ProcStatus 1 0 1, GCSweepBegin 1 0, GCSweepEnd 1 3 4")).Lines[^2],
            StringComparison.Ordinal);

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("\a\b\f\n\r\t\v\0\u007f", "\"\\a\\b\\f\\n\\r\\t\\v\\x00\\x7f\"")]
    [InlineData("grün 漢 €", "\"grün 漢 €\"")]
    [InlineData("\u00a0\u200b\ufeff", "\"\\u00a0\\u200b\\ufeff\"")]
    [InlineData("\u31e3\u31e4\u31e5\U0002ebf0\U0002ee5e", "\"\u31e3\\u31e4\\u31e5\\U0002ebf0\\U0002ee5e\"")]
    [InlineData("\U000e0001", "\"\\U000e0001\"")]
    public void Text_is_quoted_as_Go_quotes_it(string text, string quoted) =>
        Assert.Equal(quoted, Quoted(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Bytes_that_are_not_text_are_quoted_one_by_one() =>
        Assert.Equal("\"\\xff\\xe6\\xbca\\xc3\"", Quoted([0xff, 0xe6, 0xbc, (byte)'a', 0xc3]));

    [Fact]
    public void Quoted_text_is_read_back() =>
        Gen.Byte.Array[0, 40].Sample(bytes =>
        {
            ArrayBufferWriter<byte> meaning = new();
            Assert.True(GoQuoted.TryRead(Encoding.UTF8.GetBytes(Quoted(bytes)), meaning));
            Assert.Equal(bytes, meaning.WrittenSpan.ToArray());
        });

    [Theory]
    [InlineData("\"\\101\\x41\\u0041\\U00000041\"", "AAAA")]
    [InlineData("`a\\b`", "a\\b")]
    [InlineData("\"\\400\"", null)]
    [InlineData("\"\\ud800\"", null)]
    [InlineData("\"\\q\"", null)]
    [InlineData("\"a\"b\"", null)]
    [InlineData("\"\\x4\"", null)]
    [InlineData("\"\\", null)]
    [InlineData("a", null)]
    public void A_literal_of_Go_is_read(string literal, string? meaning)
    {
        ArrayBufferWriter<byte> read = new();
        bool isLiteral = GoQuoted.TryRead(Encoding.UTF8.GetBytes(literal), read);
        Assert.Equal(meaning, isLiteral ? Encoding.UTF8.GetString(read.WrittenSpan) : null);
    }

    [Fact]
    public void A_text_is_assembled_line_by_line()
    {
        byte[] trace = AssembledTraces.Assembled(
            """
            -- expect --
            FAILURE "x"
            -- trace --
            Trace Go1.22
              # A comment.
            EventBatch gen=1 m=18446744073709551615 time=300 size=9 # Trusted as it is.
            Strings
            String id=1
            	data="a#\n"

            Stack id=2 nframes=1
            	pc=1 func=2 file=3 line=4
            """u8);
        Assert.Equal(
            [
                .. "go 1.22 trace\0\0\0"u8, 1, 1, .. GoTraceFile.Var(ulong.MaxValue), 0xac, 2, 9, 4, 5, 1, 3,
                .. "a#\n"u8, 3, 2, 1, 1, 2, 3, 4,
            ],
            trace);
    }

    [Theory]
    [InlineData("Trace Go1.21\n", "line 1")]
    [InlineData("Trace Go1.22\nGoSwitch dt=1 g=1 g_seq=1\n", "line 2: go 1.22 has no event 'GoSwitch'")]
    [InlineData("Nothing\n", "line 1: ")]
    [InlineData("GoStop dt=1 stack=2\n", "line 1: GoStop needs reason_string=NUMBER next")]
    [InlineData("GoStop dt=1 reason_string=x stack=2\n", "needs reason_string=NUMBER next")]
    [InlineData("ProcStop dt=18446744073709551616\n", "needs dt=NUMBER next")]
    [InlineData("ProcStop dt=1 g=2\n", "has more than it should")]
    [InlineData("Stack id=1 nframes=2\npc=1 func=2 file=3 line=4\n", "Stack is not whole")]
    [InlineData("String id=1\n\tdata=\"\\q\"\n", "line 2: ")]
    [InlineData("", "there is no event in it")]
    public void A_text_that_is_none_is_refused_with_its_line(string text, string fault)
    {
        WireAssembler assembler = new(new ArrayBufferWriter<byte>());
        GoReading.Feed(assembler, Encoding.UTF8.GetBytes(text));
        Assert.Equal(SplitStatus.Malformed, assembler.Status);
        Assert.Contains(fault, assembler.Fault.Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ProcStop dt=1\n", 22)]
    [InlineData("ProcStop dt=1\nGoSwitch dt=1 g=1 g_seq=1\n", 23)]
    [InlineData("Sync\n", 25)]
    [InlineData("EndOfGeneration\nProcStop dt=1\n", 26)]
    public void A_text_without_a_version_gets_the_first_that_has_its_events(string text, int minor)
    {
        WireAssembler assembler = new(new ArrayBufferWriter<byte>());
        GoReading.Feed(assembler, Encoding.UTF8.GetBytes(text), chunkBytes: 3);
        Assert.Equal((SplitStatus.End, minor), (assembler.Status, assembler.Version.Minor));
    }

    [Theory]
    [InlineData(22, new byte[] { 45 }, "invalid event type: 45")]
    [InlineData(25, new byte[] { 128 }, "invalid event type: 128")]
    [InlineData(26, new byte[] { 0 }, "invalid event type: 0")]
    [InlineData(26, new byte[] { 3, 1, 129, 1 }, "a stack claims 129 frames")]
    [InlineData(26, new byte[] { 5, 1, 255, 255, 255, 1 }, "an event claims")]
    [InlineData(26, new byte[] { 11 }, "the trace ends inside an event")]
    public void The_wire_form_stops_where_no_event_can_be_read(int minor, byte[] tail, string fault)
    {
        WireText wire = new(new ArrayBufferWriter<byte>());
        GoReading.Feed(wire, [.. new GoTraceFile(minor).Bytes, .. tail]);
        Assert.Contains(fault, wire.Fault.Words(), StringComparison.Ordinal);
    }

    private static string Quoted(byte[] text)
    {
        ArrayBufferWriter<byte> quoted = new();
        new ByteText(quoted).AddQuoted(text);
        return Encoding.UTF8.GetString(quoted.WrittenSpan);
    }
}
