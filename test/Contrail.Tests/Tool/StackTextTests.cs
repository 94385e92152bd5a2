using Contrail.Analysis.Model;
using Contrail.Tool.Text;
using Xunit;

namespace Contrail.Tests.Tool;

public sealed class StackTextTests
{
    private const string Library = "Lite.Lock.Enter, Lite.Snapshot.Open, Lite.Engine.Auto, Lite.Engine.Insert";

    [Theory]
    [InlineData("Shop", Library + ", Lite.Collection.Insert, Shop.Store.Save", "… ← Store.Save")]
    [InlineData("Shop", Library + ", Shop.Store.Save, Shop.Api.Post", "Engine.Insert ← Store.Save")]
    [InlineData("Shop", "Shop.Store.Save, Lite.A.A, Lite.B.B, Lite.C.C, Shop.Api.Post", "A.A ← B.B ← C.C")]
    [InlineData("", Library + ", Lite.Collection.Insert, Shop.Store.Save", "Engine.Auto ← Engine.Insert")]
    [InlineData("dotnet", Library + ", Lite.Collection.Insert, Shop.Store.Save", "Engine.Auto ← Engine.Insert")]
    public void The_program_follows_where_a_library_hides_it(string main, string methods, string end)
    {
        StackTable table = new() { MainModule = main };
        StackId stack = table.Add(
        [
            .. methods.Split(", ").Select(name => table.AddFrame(StackFrame.Named(name) with
            {
                Module = name.Split('.')[0],
                Origin = FrameOrigin.Own,
                QualifierChars = name.IndexOf('.', StringComparison.Ordinal) + 1,
            })),
        ]);
        Assert.EndsWith(end, new StackText(table, null).Chain(stack), StringComparison.Ordinal);
    }
}
