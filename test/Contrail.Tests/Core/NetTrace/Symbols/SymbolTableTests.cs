using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Symbols;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Symbols;

public sealed class SymbolTableTests
{
    // The facts, in order of arrival; an address and a tick; the code that was there then.
    [Theory]
    [InlineData("+A:100/20@5", 100, 5, "A")]
    [InlineData("+A:100/20@5", 119, 99, "A")]
    [InlineData("+A:100/20@5", 120, 9, null)]                                 // After its last byte.
    [InlineData("+A:100/20@5", 99, 9, null)]
    [InlineData("+A:100/20@5", 100, 4, null)]                                 // Not yet.
    [InlineData("+A:100/20@5 -A:100/20@9", 100, 8, "A")]
    [InlineData("+A:100/20@5 -A:100/20@9", 100, 9, null)]                     // No longer.
    [InlineData("-A:100/20@9 +A:100/20@5", 100, 8, "A")]                      // The unload arrived first.
    [InlineData("-A:100/20@9 +A:100/20@5", 100, 9, null)]
    [InlineData("+A:100/20@1 -A:100/20@3 +B:100/30@4", 110, 2, "A")]          // The address is reused.
    [InlineData("+A:100/20@1 -A:100/20@3 +B:100/30@4", 110, 3, null)]
    [InlineData("+A:100/20@1 -A:100/20@3 +B:100/30@4", 125, 5, "B")]
    [InlineData("+B:100/30@4 -A:100/20@3 +A:100/20@1", 110, 2, "A")]          // The same, backwards.
    [InlineData("+A:100/20@1 +B:100/20@4", 110, 3, "A")]                      // The unload is lost:
    [InlineData("+A:100/20@1 +B:100/20@4", 110, 5, "B")]                      // B ends A.
    [InlineData("+A:100/20@1 +A:100/20@4 -A:100/20@6", 110, 7, null)]         // Loaded twice, unloaded once.
    [InlineData("-A:100/20@9", 100, 2, "A")]                                  // Only its end is known: it was there.
    [InlineData("-A:100/20@9", 100, 9, null)]
    [InlineData("+B:100/20@1 -B:100/20@3 -A:100/20@9", 100, 2, "B")]
    [InlineData("+B:100/20@1 -B:100/20@3 -A:100/20@9", 100, 4, "A")]          // Since B was gone.
    [InlineData("=A:100/20@50", 100, 1, "A")]                                 // In a rundown: since an unknown time.
    [InlineData("=A:100/20@50", 100, 99, "A")]
    [InlineData("+A:100/20@5 =A:100/20@50", 100, 4, null)]                    // The load is exact.
    [InlineData("+A7:100/20@5 m7@1 x7@9", 100, 8, "A")]                       // A module takes its code along.
    [InlineData("+A7:100/20@5 m7@1 x7@9", 100, 9, null)]
    [InlineData("x7@9 +A7:100/20@5", 100, 9, null)]
    [InlineData("+A7:100/20@5 x8@9", 100, 10, "A")]
    [InlineData("x7@9 +A7:100/20@12", 100, 13, "A")]                          // The next module of that number.
    [InlineData("+A:100/200@1 -A:100/200@3 +B:150/10@4", 250, 2, "A")]        // Later code begins within A.
    [InlineData("+A:100/200@1 -A:100/200@3 +B:150/10@4", 155, 2, "A")]
    [InlineData("+A:100/200@1 -A:100/200@3 +B:150/10@4", 155, 4, "B")]
    public void Names_the_code_that_was_there_then(string facts, ulong address, long at, string? expected) =>
        Assert.Equal(
            expected is null ? null : $"N.{expected}",
            CodeTimeline.TableOf(facts).NameOf(address, new TraceTicks(at)));

    [Theory]
    [InlineData("?A:1000@5", 1000, "A")]
    [InlineData("?A:1000@5", 66535, "A")]                                     // The last one reaches 64 KiB,
    [InlineData("?A:1000@5", 66536, null)]                                    // and no further.
    [InlineData("?A:1000@5 ?B:1040@6", 1039, "A")]                            // Up to the next entry point,
    [InlineData("?A:1000@5 +B:1040/8@6", 1040, "B")]                          // or to the next code.
    [InlineData("?A:1000@5 +B:1040/8@6", 1048, null)]                         // Nothing starts after B.
    [InlineData("?A:1000@5 =A:1000/8@9", 1008, null)]                         // The rundown contains the size.
    [InlineData("?A:1000@5 ?A:1000@6", 1000, "A")]
    [InlineData("?A:1000@5 +B:1000/8@6 -B:1000/8@7", 1004, "A")]
    public void Entry_points_name_code_only_when_they_are_trusted(string facts, ulong address, string? expected)
    {
        SymbolTable table = CodeTimeline.TableOf(facts, entryPointsTrusted: true);
        TraceTicks later = new(10);
        Assert.Equal(expected is null ? null : $"N.{expected}", table.NameOf(address, later));
        table.EntryPointsTrusted = false;
        bool isCode = expected == "B";
        Assert.Equal(isCode ? "N.B" : null, table.NameOf(address, later));
    }

    // The facts; what a snapshot of the ticks 20 to 40 must contain about address 105 at its start, within, and at its
    // end.
    [Theory]
    [InlineData("+A:100/20@5", "", "", "=A@40")]
    [InlineData("+A:100/20@25", "", "+A@25", "=A@40")]                        // Loaded within the window.
    [InlineData("+A:100/20@40", "", "+A@40", "")]                             // Loaded at its end.
    [InlineData("+A:100/20@20 -A:100/20@40", "", "+A@20 -A@40", "")]          // Both ends belong to the window.
    [InlineData("+A:100/20@5 -A:100/20@30", "+A@20", "-A@30", "")]
    [InlineData("+A:100/20@5 -A:100/20@20", "", "", "")]                      // Gone as it began.
    [InlineData("+A:100/20@5 -A:100/20@21", "+A@20", "-A@21", "")]
    [InlineData("+A:100/20@41", "", "", "")]                                  // Loaded after it.
    [InlineData("+A:100/20@5 -A:100/20@41", "", "", "=A@40")]
    [InlineData("+A:100/20@25 -A:100/20@41", "", "+A@25", "=A@40")]
    [InlineData("+A:100/20@1 -A:100/20@22 +B:100/20@23 -B:100/20@24", "+A@20", "-A@22 +B@23 -B@24", "")]
    [InlineData("+A:100/20@1 -A:100/20@22 +B:100/20@23", "+A@20", "-A@22 +B@23", "=B@40")]
    [InlineData("-B:100/20@24 +B:100/20@23", "", "+B@23 -B@24", "")]          // In the order of time, not of arrival.
    [InlineData("=A:100/20@50", "", "", "=A@40")]
    [InlineData("=A:100/20@10 -A:100/20@30", "+A@20", "-A@30", "")]
    [InlineData("-A:100/20@30", "+A@20", "-A@30", "")]                        // Only its end is known.
    [InlineData("?A:100@50", "", "", "=A@40")]
    [InlineData("m7@1 +A7:100/20@5", "", "", "=m7@40 =A@40")]                 // Its module with it, and no other.
    [InlineData("m8@1 m7@21 +A7:100/20@25", "", "m7@21 +A@25", "=m7@40 =A@40")]
    [InlineData("m7@1 +A7:100/20@5 x7@30", "m7@20 +A@20", "x7@30", "")]
    [InlineData("+Z:500/20@5", "", "", "")]                                   // Not requested.
    public void A_snapshot_contains_names_for_its_addresses(string facts, string atStart, string inWindow, string atEnd)
    {
        SymbolTable table = CodeTimeline.TableOf(facts, entryPointsTrusted: true);
        SymbolSelection selected = table.Select([105], new TraceTicks(20), new TraceTicks(40));
        Assert.Equal(
            (atStart, inWindow, atEnd),
            (CodeTimeline.Draw(selected.AtStart), CodeTimeline.Draw(selected.InWindow),
                CodeTimeline.Draw(selected.AtEnd)));
        bool isNamed = selected.MethodCount > 0;
        Assert.Equal(isNamed ? 0 : 1, selected.UnnamedCount);
    }

    // A module's handle is reused after its unload, and the unload describes it too.
    [Theory]
    [InlineData("m7@1 +A7:100/20@5 x7@8 m7@9 +B7:100/20@10", 6, 1)]
    [InlineData("m7@1 +A7:100/20@5 x7@8 m7@9 +B7:100/20@10", 11, 9)]
    [InlineData("+A7:100/20@5 m7@20", 6, 20)]
    [InlineData("+A7:100/20@5 x7@8 m7@9", 6, 8)]
    [InlineData("m7@1 x7@8 +B7:100/20@10", 11, null)]
    [InlineData("+A7:100/20@5 m6@1", 6, null)]
    public void Code_has_the_module_of_its_time(string facts, long at, int? moduleAt)
    {
        CodeMethod method = CodeTimeline.TableOf(facts).Find(105, new TraceTicks(at)).Method!;
        Assert.Equal(moduleAt, method.Module?.At);
    }

    [Fact]
    public void Everything_can_be_requested()
    {
        SymbolTable table = CodeTimeline.TableOf("m7@1 m8@2 +A7:100/20@5 +B:200/20@6 ?C:300@7 -D:400/9@8");
        SymbolSelection selected = table.SelectAll(new TraceTicks(20), new TraceTicks(40));
        Assert.Equal("=m7@40 =m8@40 =A@40 =B@40", CodeTimeline.Draw(selected.AtEnd));
        table.EntryPointsTrusted = true;
        selected = table.SelectAll(new TraceTicks(20), new TraceTicks(long.MaxValue));
        Assert.Equal(5, selected.AtEnd.Count);
        Assert.Empty(selected.AtStart);
        selected = table.SelectAll(new TraceTicks(20), new TraceTicks(40));
        Assert.Equal("=m7@40 =m8@40 =A@40 =B@40 =C@40", CodeTimeline.Draw(selected.AtEnd));
    }

    [Fact]
    public void Payloads_are_reproduced_byte_for_byte_and_entry_points_as_loads()
    {
        byte[] wide = [.. CodeTimeline.MethodPayload('A', 3, 100, 20)[..36], .. CodeTimeline.Text("Ñ.Ω"),
            .. CodeTimeline.Text("\ud800x"), .. CodeTimeline.Text(""), 7, 0, 1, 2, 3, 4, 5, 6, 7, 8, 99];
        SymbolTable table = new(SymbolTable.MinCapacityBytes) { EntryPointsTrusted = true };
        table.Add(new SymbolEvent(SymbolOrigin.Live, 143, 3, new TraceTicks(5), wide));
        table.Add(new SymbolEvent(SymbolOrigin.Live, 159, 0, default, CodeTimeline.EntryPayload('B', 90)));
        SymbolSelection selected = table.SelectAll(new TraceTicks(0), new TraceTicks(9));
        Assert.Equal(new SelectedSymbol(SymbolOrigin.Live, 143, 3, new TraceTicks(5), default),
            selected.InWindow[0] with { Payload = default });
        Assert.Equal(wide, selected.InWindow[0].Payload.ToArray());
        Assert.Equal(CodeTimeline.MethodPayload('B', 0, 90, 10), selected.AtEnd[0].Payload.ToArray());
    }

    [Fact]
    public void Code_unloaded_before_the_window_is_dropped_and_not_counted()
    {
        SymbolTable table = CodeTimeline.TableOf(
            "+A:100/20@1 -A:100/20@5 +B:100/20@6 +C7:200/9@2 m7@1 x7@3 -D:300/9@4");
        Assert.Equal(5, table.FactCount);
        table.ForgetBefore(new TraceTicks(5));
        Assert.Equal(3, table.FactCount);
        Assert.Equal("N.A", table.NameOf(110, new TraceTicks(4)));
        table.ForgetBefore(new TraceTicks(6));
        Assert.Equal(1, table.FactCount);
        Assert.Equal("N.B", table.NameOf(110, new TraceTicks(6)));
        Assert.Equal(0, table.ForgottenCount);
    }
}
