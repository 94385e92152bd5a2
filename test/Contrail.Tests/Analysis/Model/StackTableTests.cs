using Contrail.Analysis.Model;
using Xunit;

namespace Contrail.Tests.Analysis.Model;

public sealed class StackTableTests
{
    [Fact]
    public void Equal_stacks_have_one_id_and_their_frames_can_be_read()
    {
        StackTable table = new();
        int inner = table.AddFrame(StackFrame.Named("Shop.Pay"));
        int outer = table.AddFrame(new StackFrame("main.main", "main.go", 7, 0));
        StackId first = table.Add([inner, outer]);
        Assert.Equal(first, table.Add([inner, table.AddFrame(new StackFrame("main.main", "main.go", 7, 0))]));
        Assert.NotEqual(first, table.Add([outer, inner]));
        Assert.Equal(
            (2, "Shop.Pay", 7), (table.Depth(first), table.Innermost(first)?.Name, table.Frame(first, 1).Line));
        Assert.Equal(table.Add([outer]), table.AddWithout(first, 1));
        Assert.True(table.Add([]).IsNone);
        Assert.Null(table.Innermost(StackId.None));
    }

    [Fact]
    public void A_full_table_rejects_further_stacks_counts_them_and_keeps_the_known_ones()
    {
        const int MaxBytes = 10_000;
        StackTable table = new(MaxBytes);
        int frame = table.AddFrame(StackFrame.Named("A"));
        StackId known = table.Add([frame]);
        List<int> frames = [frame];
        int rejected = 0;
        for (int depth = 0; depth < 200; depth++)
        {
            frames.Add(frame);
            rejected += table.Add([.. frames]).IsNone ? 1 : 0;
        }

        Assert.InRange(table.HeldBytes, MaxBytes / 2, MaxBytes);
        Assert.Equal(rejected, table.RejectedCount);
        Assert.True(rejected > 0);
        Assert.Equal(known, table.Add([frame]));
        Assert.Equal(-1, table.AddFrame(StackFrame.Named(new string('x', MaxBytes))));
    }

    // A frame is "O.name" (own), "L.name", "F.name", "N.name" (native) or "?" (no name), the innermost first.
    [Theory]
    [InlineData("F.Wait F.Get O.Pay F.Run O.Main", "O.Pay", 2, true)]
    [InlineData("O.Pay", "O.Pay", 0, true)]
    [InlineData("? F.Wait L.Query F.Run", "L.Query", 2, false)]
    [InlineData("? F.Wait F.Run", "F.Wait", 1, false)]
    [InlineData("System.Threading.Monitor.Enter_Slowpath F.Wait", "F.Wait", 1, false)]
    [InlineData("? System.Runtime.EH.Throw", "System.Runtime.EH.Throw", 1, false)]
    [InlineData("? ?", "", 0, false)]
    [InlineData("N.read F.Read L.Query O.Load", "O.Load", 3, true)]
    public void The_place_of_a_stack_is_its_innermost_own_code(string drawn, string name, int depth, bool isOwn)
    {
        StackTable table = new();
        StackId stack = table.Add([.. drawn.Split(' ').Select(frame => table.AddFrame(Draw(frame)))]);
        CodePlace place = table.Place(stack)!.Value;
        Assert.Equal((name, depth, isOwn), (place.Frame.Name, place.Depth, place.IsOwn));
        Assert.Equal(table.Frame(stack, 0), place.Innermost);
        Assert.Null(table.Place(StackId.None));
    }

    private static StackFrame Draw(string frame) => frame == "?" ? StackFrame.At(7) : StackFrame.Named(frame) with
    {
        Origin = frame[0] switch
        {
            'O' => FrameOrigin.Own,
            'L' => FrameOrigin.Library,
            'N' => FrameOrigin.Native,
            _ => FrameOrigin.Framework,
        },
    };
}
