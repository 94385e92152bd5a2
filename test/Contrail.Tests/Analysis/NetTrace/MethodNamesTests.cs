using Contrail.Analysis.NetTrace.Interpreting;
using Contrail.Core.NetTrace.Symbols;
using Xunit;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>Types, names and signatures as .NET 8, 10 and 11 report them.</summary>
public sealed class MethodNamesTests
{
    private const string Canon = "Zoo.Animals.Box`1[System.__Canon]";

    [Theory]
    [InlineData("Zoo.Animals.Cage", "Note", "void  (class System.String)", "Zoo.Animals.Cage.Note(string)")]
    [InlineData("Zoo.Animals.Plain", ".ctor", "instance void  ()", "Zoo.Animals.Plain..ctor()")]
    [InlineData("Zoo.Animals.Plain", ".cctor", "void  ()", "Zoo.Animals.Plain..cctor()")]
    [InlineData(Canon, "Finalize", "instance void  ()", "Zoo.Animals.Box<?>.Finalize()")]
    [InlineData(Canon, "get_Count", "instance int32  ()", "Zoo.Animals.Box<?>.Count.get()")]
    [InlineData(
        Canon, "get_Item", "instance !0  (int32,class System.String)",
        "Zoo.Animals.Box<?>.Item.get(int, string)")]
    [InlineData(
        Canon, "remove_Fed", "instance void  (class System.EventHandler)",
        "Zoo.Animals.Box<?>.Fed.remove(EventHandler)")]
    [InlineData(
        Canon, "Zoo.Animals.IFeed.get_Count", "instance int32  ()", "Zoo.Animals.Box<?>.IFeed.Count.get()")]
    [InlineData(
        Canon, "Zoo.Animals.IFeed.Feed", "instance generic void  (!!0)", "Zoo.Animals.Box<?>.IFeed.Feed(T)")]
    [InlineData(
        "Zoo.Animals.Plain", "op_Equality", "bool  (class Zoo.Animals.Plain,class Zoo.Animals.Plain)",
        "Zoo.Animals.Plain.op_Equality(Plain, Plain)")]
    [InlineData("Zoo.Animals.Plain", "Generic", "generic void  ()", "Zoo.Animals.Plain.Generic()")]
    [InlineData(
        "Zoo.Animals.Box`1+Inner`1[Zoo.Animals.Point`1[System.Int32],System.__Canon]", "Do",
        "instance generic void  (!!0,!1,!0)", "Zoo.Animals.Box<Point<int>>.Inner<?>.Do(T, ?, Point<int>)")]
    [InlineData(
        "Zoo.Animals.Box`1+Inner`1+Deep[System.Int32,System.__Canon]", "Go", "instance void  ()",
        "Zoo.Animals.Box<int>.Inner<?>.Deep.Go()")]
    [InlineData("", "Main", "void  ()", "Main()")]
    [InlineData("N.Broken`1[", "M", "void  (int32", "N.Broken`1[.M")]
    public void A_method_has_its_type_and_parameters_as_in_source(
        string type, string name, string signature, string readable) =>
        Assert.Equal(readable, Full(type, name, signature));

    [Theory]
    [InlineData("Zoo.Animals.Runner+<AllAsync>d__1", "MoveNext", "Zoo.Animals.Runner.AllAsync", true)]
    [InlineData(
        "Zoo.Animals.Box`1+<PayAsync>d__16`1[System.Int32,System.__Canon]", "MoveNext",
        "Zoo.Animals.Box<int>.PayAsync", true)]
    [InlineData("Zoo.Animals.Box`1+<Aiter>d__18[System.Int32]", "MoveNext", "Zoo.Animals.Box<int>.Aiter", true)]
    [InlineData(
        "Zoo.Animals.Box`1+<Aiter>d__18[System.Int32]",
        "System.Threading.Tasks.Sources.IValueTaskSource<System.Boolean>.GetStatus",
        "Zoo.Animals.Box<int>.Aiter.IValueTaskSource<System.Boolean>.GetStatus()", false)]
    [InlineData("N.Shop+<N-IShop-PayAsync>d__4", "MoveNext", "N.Shop.IShop.PayAsync", true)]
    [InlineData("Program+<<Main>$>d__0", "MoveNext", "Program.Main", true)]
    [InlineData("Program", "<Main>$", "Program.Main()", false)]
    [InlineData("Program", "<<Main>$>g__Top|0_0", "Program.Main.Top()", false)]
    [InlineData("Program+<>c", "<<Main>$>b__0_1", "Program.Main.lambda_1()", false)]
    [InlineData("Program+<>c__DisplayClass0_0", "<<Main>$>b__2", "Program.Main.lambda_2()", false)]
    [InlineData(
        "Zoo.Animals.Box`1+<<Locals>g__AsyncLocal|19_2>d[System.Int32]", "MoveNext",
        "Zoo.Animals.Box<int>.Locals.AsyncLocal", true)]
    [InlineData(
        "Zoo.Animals.Box`1+<>c+<<Lambdas>b__20_3>d[System.Int32]", "MoveNext",
        "Zoo.Animals.Box<int>.Lambdas.lambda_3", true)]
    [InlineData(
        "Zoo.Animals.Box`1+<>c__DisplayClass20_0[System.Int32]", "<Lambdas>b__0",
        "Zoo.Animals.Box<int>.Lambdas.lambda()", false)]
    [InlineData(
        "Zoo.Animals.Box`1+Inner`1+<>c__DisplayClass0_0`1[System.Int32,System.__Canon,System.Int32]", "<Do>b__0",
        "Zoo.Animals.Box<int>.Inner<?>.Do.lambda()", false)]
    [InlineData(Canon, "<Locals>g__Stat|19_1", "Zoo.Animals.Box<?>.Locals.Stat()", false)]
    [InlineData("Zoo.Animals.Plain+<>c", "<.ctor>b__7_0", "Zoo.Animals.Plain..ctor.lambda()", false)]
    [InlineData("Zoo.Animals.Plain+<>c", "<get_Computed>b__6_0", "Zoo.Animals.Plain.Computed.get.lambda()", false)]
    [InlineData("Zoo.Animals.Plain+<>c", ".cctor", "Zoo.Animals.Plain..cctor()", false)]
    [InlineData("System.Threading.Thread", "<PollGC>g__PollGCWorker|67_0",
        "System.Threading.Thread.PollGC.PollGCWorker()", false)]
    [InlineData("dynamicClass", "InvokeStub_Ext.Bark", "dynamicClass.InvokeStub_Ext.Bark()", false)]
    [InlineData("dynamicClass", "IL_STUB_PInvoke", "dynamicClass.IL_STUB_PInvoke()", false)]
    [InlineData("N.Module1+VB$StateMachine_3_LoadAsync", "MoveNext", "N.Module1.LoadAsync", true)]
    [InlineData("Program+work@12-1", "Invoke", "Program.work.lambda()", false)]
    [InlineData("N.C+<>c", "<<<<<<<<<<<<<<<<<<A>b__0>b__0>", "N.C.<<<<<<<<<<<<<<<<<<A>b__0>b__0>()", false)]
    public void Generated_code_has_the_name_of_the_method_that_contains_it(
        string type, string name, string readable, bool isAsync)
    {
        Assert.Equal(readable, Full(type, name, "instance void  ()"));
        Assert.Equal(isAsync, MethodNames.Readable(new CodeMethod(type, name, "instance void  ()", 1, null)).IsAsync);
    }

    [Fact]
    public void An_iterator_is_its_method_and_not_asynchronous()
    {
        MethodName name = MethodNames.Readable(new CodeMethod(
            "Zoo.Animals.Box`1+<Iter>d__17[System.Int32]", "MoveNext", "instance bool  ()", 1, null));
        Assert.Equal(new MethodName("Zoo.Animals.Box<int>.Iter", "Zoo.Animals.".Length, "", IsAsync: false), name);
    }

    [Theory]
    [InlineData("class System.Object[],value class System.DateTime", "(object[], DateTime)")]
    [InlineData("bool,unsigned int8,wchar,float64,float32,int64", "(bool, byte, char, double, float, long)")]
    [InlineData("unsigned int64,int16,unsigned int16,int8", "(ulong, short, ushort, sbyte)")]
    [InlineData("unsigned int32,int,unsigned int,value class System.Decimal", "(uint, nint, nuint, decimal)")]
    [InlineData("int32*,void*,fnptr void(int32)", "(int*, void*, delegate*)")]
    [InlineData("value class System.ReadOnlySpan`1<wchar>,int32&", "(ReadOnlySpan<char>, ref int)")]
    [InlineData("value class System.Nullable`1<int32>,int32[,]", "(int?, int[,])")]
    [InlineData("value class System.ValueTuple`2<int32,class System.String>,!0[]", "((int, string), long[])")]
    [InlineData(
        "class System.Collections.Generic.List`1<class System.Collections.Generic.Dictionary`2<!!0,!!1>>&",
        "(ref List<Dictionary<T, T2>>)")]
    [InlineData("int32,value class <>c__DisplayClass19_0<!0>&", "(int)")]
    [InlineData("class System.Object,pMT: 0x7f08d8b30dc0<class System.Object>", "(object, ?)")]
    [InlineData("class Inner`1<int32,class System.String>", "(Inner<int, string>)")]
    [InlineData("", "()")]
    [InlineData("]]]]>>>>,((((,&&&&,````", "(]]]]>>>>,((((,&&&&,````)")]
    public void Parameters_are_those_of_the_source(string list, string readable) =>
        Assert.Equal(readable, MethodParameters.Readable($"instance void  ({list})", ["long"]));

    [Fact]
    public void The_short_name_omits_the_namespace_only()
    {
        MethodName name = MethodNames.Readable(new CodeMethod(Canon, "Lambdas", "instance void  (int32)", 1, null));
        Assert.Equal("Box<?>.Lambdas", name.Text[name.NamespaceChars..]);
    }

    private static string Full(string type, string name, string signature)
    {
        MethodName readable = MethodNames.Readable(new CodeMethod(type, name, signature, 1, Module: null));
        return readable.Text + readable.Parameters;
    }
}
