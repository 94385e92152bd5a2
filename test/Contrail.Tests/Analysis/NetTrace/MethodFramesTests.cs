using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Interpreting;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Symbols;
using Xunit;

namespace Contrail.Tests.Analysis.NetTrace;

public sealed class MethodFramesTests
{
    [Fact]
    public void The_bodies_of_two_overloads_have_one_name_and_are_different_frames()
    {
        MethodFrames frames = new();
        StackFrame first = frames.FrameOf(Body("<Over>d__11", 0x0600_0001));
        StackFrame second = frames.FrameOf(Body("<Over>d__12", 0x0600_0002));
        Assert.Equal(("Shop.Cart.Over", "Cart.Over", true), (first.Name, first.ShortName, first.IsAsync));
        Assert.Equal(first.FullName, second.FullName);
        Assert.NotEqual(first, second);
        Assert.Equal(first, new MethodFrames().FrameOf(Body("<Over>d__11", 0x0600_0001)));
    }

    [Fact]
    public void A_name_that_is_cut_at_its_start_has_no_namespace_to_omit()
    {
        string type = "Shop." + new string('C', FileText.MaxChars);
        StackFrame frame = new MethodFrames().FrameOf(new CodeMethod(type, "Pay", "void  ()", 1, Module: null));
        Assert.Equal(FileText.MaxChars, frame.Name.Length);
        Assert.Equal(frame.Name, frame.ShortName);
        Assert.Equal(frame.Name + "()", frame.FullName);
    }

    [Fact]
    public void Generated_code_has_no_known_origin()
    {
        CodeMethod method = new("dynamicClass", "lambda_method1", "void  ()", 0, Module: null);
        StackFrame frame = new MethodFrames().FrameOf(method);
        Assert.Equal((FrameOrigin.Unknown, null), (frame.Origin, frame.Method));
    }

    private static CodeMethod Body(string machine, uint token) =>
        new("Shop.Cart+" + machine, "MoveNext", "instance void  ()", token, Module: null);
}
